package io.afterimage.cli.serve.config;

import io.afterimage.cli.CommandFailure;
import io.afterimage.tck.fuzz.Decoder;
import io.afterimage.tck.fuzz.ScratchFiles;
import java.util.List;
import java.util.Map;

/** The configuration of the server. */
public final class ServeConfigDecoders {

    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "correct-horse-battery");

    private ServeConfigDecoders() {}

    /**
     * All of them.
     *
     * @return the decoders
     */
    public static List<Decoder<?>> all() {
        return List.of(
                Decoder.ofText("listen", ListenAddress::parse).seeds("127.0.0.1:8080", "[::1]:80", "a.example:99999"),
                file());
    }

    private static Decoder<?> file() {
        ScratchFiles files = new ScratchFiles();
        return Decoder.of(
                        "serve-yaml",
                        input -> ServeConfigReader.read(
                                files.with("a.yaml", input).resolve("a.yaml"), ENVIRONMENT))
                .refusing(CommandFailure.class)
                .seeds(
                        """
                        http: 127.0.0.1:80
                        grpc: none
                        access:
                          tokens:
                            - {name: drasi, secret: env:TOKEN, rights: [feed], queries: [hot-rooms]}
                          anonymous: []
                          open: [metrics]
                        queries:
                          - id: hot-rooms
                            keyColumns: [building, room]
                            outbox: 50
                            gaps: skip
                            idleTime: 5s
                            view: {url: "https://views/x", secret: env:TOKEN}
                          - {id: all, fullRow: true, view: {url: "http://views", collapsedRows: accept}}
                        unknownQueries: {}
                        limits: {bodyBytes: 1MiB, connections: 10, requestTime: 3s}
                        health: {freeDiskBytes: 1GiB, heldFor: 1m}
                        grace: 5s
                        durability: process-crash
                        log: debug
                        """,
                        "tls: {certificate: a, key: b}\nmirror: c\naccess: {tokens: [{name: a, secret: file:b}]}\n");
    }
}
