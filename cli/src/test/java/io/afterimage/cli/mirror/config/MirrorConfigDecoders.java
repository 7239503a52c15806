package io.afterimage.cli.mirror.config;

import io.afterimage.cli.CommandFailure;
import io.afterimage.tck.fuzz.Decoder;
import io.afterimage.tck.fuzz.ScratchFiles;
import java.util.List;
import java.util.Map;

/** The configuration of a mirror. */
public final class MirrorConfigDecoders {

    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "correct-horse-battery");

    private MirrorConfigDecoders() {}

    /**
     * All of them.
     *
     * @return the decoders
     */
    public static List<Decoder<?>> all() {
        ScratchFiles files = new ScratchFiles();
        return List.of(Decoder.of(
                        "mirror-yaml",
                        input -> MirrorConfig.read(files.with("a.yaml", input).resolve("a.yaml"), ENVIRONMENT))
                .refusing(CommandFailure.class)
                .seeds("""
                        mirror: {durability: power-loss, strategy: merge-json, tombstones: 30d, cache: 16MiB,
                          strategies: {notes: keep-local}, events: {count: 10, age: 1d}}
                        sql: {deadline: 10s, maxRows: 10, maxBytes: 64MiB}
                        follow: {pause: 5s}
                        sources:
                          shop:
                            read: feed
                            url: https://shop.example/api?a=b
                            resource: other
                            resourceAt: /resource
                            occurredAt: /at
                            timeForm: epoch-seconds
                            deletedAt: /op
                            deletedValue: delete
                            confidence: 0.9
                            paging: {style: cursor, parameter: since, at: /next, in: body, moreAt: /more}
                            headers: {Accept-Language: en}
                            bearer: env:TOKEN
                            retry: {attempts: 6, firstPause: 200ms, jitter: 0.5}
                            rate: {perSecond: 5, burst: 10}
                        """, """
                        sources:
                          invoices: {type: jdbc, url: "jdbc:hsqldb:mem:x", resource: i, table: [S, I], key: ID,
                            version: V, overlap: 10s, zone: UTC, password: env:TOKEN}
                          notes: {type: ndjson, file: ./n, batch: 5, maxLine: 16MiB}
                          reviews: {url: "http://a/", resource: r, paging: {style: offset, parameter: o, size: 9}}
                        """));
    }
}
