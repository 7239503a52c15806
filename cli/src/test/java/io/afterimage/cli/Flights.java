package io.afterimage.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A few emissions in the manner of real flights: two queries interleaved, signatures beyond 2^63. */
final class Flights {

    static final String AIR = "airborne";
    static final String DELAYS = "delays-by-origin";

    private static final String OAKLAND =
            "{\"flight\":2,\"origin\":\"LAS\",\"destination\":\"OAK\",\"distance\":407.0}";
    private static final String PHOENIX =
            "{\"flight\":3,\"origin\":\"LAS\",\"destination\":\"PHX\",\"distance\":2.56e2}";
    private static final String DETROIT = "{\"flight\":0,\"origin\":\"DTW\",\"destination\":\"Zürich ✈\"}";

    static final List<String> LINES = List.of(
            flight(1, "ADD", OAKLAND, "17077793365654841022"),
            delay(1, "null", "{\"origin\":\"LAS\",\"flights\":1,\"worst\":-5}", "3669083779228120158"),
            flight(2, "ADD", PHOENIX, "7667508098906515075"),
            delay(
                    2,
                    "{\"origin\":\"LAS\",\"flights\":1,\"worst\":-5}",
                    "{\"origin\":\"LAS\",\"flights\":2,\"worst\":4}",
                    "3669083779228120158"),
            flight(3, "ADD", DETROIT, "5128515847722543707"),
            delay(3, "null", "{\"origin\":\"DTW\",\"flights\":1,\"worst\":66}", "17143463334714086683"),
            flight(4, "DELETE", OAKLAND, "17077793365654841022"),
            "{\"query_id\":\"airborne\",\"sequence\":5,\"results\":[{\"type\":\"noop\"}]}");

    private Flights() {}

    private static String flight(long sequence, String type, String row, String signature) {
        return "{\"query_id\":\"airborne\",\"sequence\":" + sequence
                + ",\"timestamp\":\"2001-01-01T01:19:00Z\",\"results\":[{\"type\":\"" + type + "\",\"data\":" + row
                + ",\"row_signature\":" + signature + "}],\"metadata\":{\"source_id\":\"on-time\"}}";
    }

    private static String delay(long sequence, String before, String after, String signature) {
        return "{\"query_id\":\"delays-by-origin\",\"sequence\":" + sequence
                + ",\"timestamp\":\"2001-01-01T01:19:00Z\",\"results\":[{\"type\":\"aggregation\",\"before\":" + before
                + ",\"after\":" + after + ",\"row_signature\":" + signature
                + "}],\"metadata\":{\"source_id\":\"on-time\"}}";
    }

    static byte[] bytes() {
        return bytes(LINES);
    }

    static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
