package io.afterimage.drasi.http;

import io.afterimage.tck.fuzz.Decoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What stands in the path of a request. */
public final class PathDecoders {

    private PathDecoders() {}

    /**
     * All of them.
     *
     * @return the decoders
     */
    public static List<Decoder<?>> all() {
        return List.of(Decoder.ofText("path", RequestPath::decode)
                .backToValue(path -> path.map(PathDecoders::encoded).orElse("%").getBytes(StandardCharsets.UTF_8))
                .seeds("hot%20rooms%2F%F0%9F%98%80", "%C3%28", "%", "a%zz"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
