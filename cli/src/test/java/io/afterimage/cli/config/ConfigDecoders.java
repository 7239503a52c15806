package io.afterimage.cli.config;

import io.afterimage.cli.CommandFailure;
import io.afterimage.tck.fuzz.Decoder;
import io.afterimage.tck.fuzz.ScratchFiles;
import java.util.List;
import java.util.Map;

/** Durations, amounts of bytes, and the YAML that all configurations are written in. */
public final class ConfigDecoders {

    private static final Map<String, String> ENVIRONMENT = Map.of("HOST", "localhost", "DOLLAR", "$1");

    private ConfigDecoders() {}

    /**
     * All of them.
     *
     * @return the decoders
     */
    public static List<Decoder<?>> all() {
        return List.of(
                Decoder.ofText("duration", Measures::duration).seeds("500ms", "7 d", "999999999999999d", "1 y"),
                Decoder.ofText("bytes", Measures::bytes).seeds("65536", "64 KiB", "999999999999999GiB"),
                file());
    }

    private static Decoder<?> file() {
        ScratchFiles files = new ScratchFiles();
        return Decoder.of("yaml", input -> {
                    ConfigSection root =
                            ConfigFile.read(files.with("a.yaml", input).resolve("a.yaml"), ENVIRONMENT);
                    root.optionalText("text");
                    root.texts("texts");
                    root.textsByName("byName");
                    root.secret("secret");
                    root.duration("time");
                    root.bytes("room");
                    root.number("number", 1, 0, 10);
                    root.decimal("decimal", 0, 0, 1);
                    root.flag("flag");
                    root.end();
                    return true;
                })
                .refusing(CommandFailure.class)
                .seeds("""
                        text: a ${HOST} ${DOLLAR}
                        texts: [a, 'b']
                        byName: {x: y}
                        secret: env:HOST
                        time: 5s
                        room: 1MiB
                        number: 7
                        decimal: 0.5
                        flag: true
                        """, "text: &a [*a]\n", "decimal: 1.0e+9999\n"); // found: more than a double holds
    }
}
