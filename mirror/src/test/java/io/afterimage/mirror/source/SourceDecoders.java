package io.afterimage.mirror.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.RefusedException;
import io.afterimage.mirror.Provenance;
import io.afterimage.mirror.source.FieldMapping.TimeForm;
import io.afterimage.tck.fuzz.Decoder;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;

/** What sources answer, and where a mirror has stopped reading them. */
public final class SourceDecoders {

    private static final URI START = URI.create("http://api.example/list?key=1");
    private static final String WAY = "list by offset";

    private SourceDecoders() {}

    /**
     * All of them.
     *
     * @return the decoders
     */
    public static List<Decoder<?>> all() {
        return List.of(httpCursor(), ndjsonCursor(), lines(), items(), epochItems(), link(), retryAfter(), pointer());
    }

    private static Decoder<?> httpCursor() {
        return Decoder.ofText("http-cursor", text -> HttpCursor.parse(text, WAY))
                .refusing(StaleCursorException.class)
                .backToValue(cursor -> cursor.toText().getBytes(UTF_8))
                .seeds(
                        "{\"v\":1,\"way\":\"list by offset\",\"at\":\"200\",\"etag\":\"\\\"x\\\"\",\"watch\":{\"pages\":7,"
                                + "\"mark\":\"ab\",\"power\":4,\"steps\":2,\"last\":\"cd\",\"repeats\":1,\"empty\":3},"
                                + "\"pass\":{\"number\":2,\"seen\":\"f00.9\",\"anchors\":[\"1\",\"2\"],\"turns\":5,"
                                + "\"vanished\":\"t\"}}",
                        HttpCursor.start(WAY).toText());
    }

    private static Decoder<?> ndjsonCursor() {
        return Decoder.ofText("ndjson-cursor", NdjsonCursor::parse)
                .refusing(StaleCursorException.class)
                .backToValue(cursor -> cursor.toText().getBytes(UTF_8))
                .seeds(new NdjsonCursor(3, 1, "78af", "78af").toText());
    }

    private static Decoder<?> lines() {
        return Decoder.of("delta-lines", input -> {
                    DeltaLines lines = new DeltaLines(
                            "file",
                            new ByteArrayInputStream(input),
                            new NdjsonLimits(2, 4_000, 300),
                            new ByteTrace(),
                            0);
                    DeltaLines.Batch batch = lines.next(DeltaLines.Torn.WAITS);
                    while (!batch.ended()) {
                        batch = lines.next(DeltaLines.Torn.WAITS);
                    }
                    return NdjsonCursor.parse(lines.cursor().toText());
                })
                .seeds("{\"resource\":\"r\",\"record_id\":\"1\",\"op\":\"upsert\",\"payload\":{},"
                        + "\"occurred_at\":\"2026-01-01T00:00:00Z\",\"provenance\":{\"source\":\"s\"}}\n\n");
    }

    private static Decoder<?> items() {
        return page(
                        "items",
                        FieldMapping.idAt("/id")
                                .resourceAt("/kind")
                                .occurredAt("/at", TimeForm.RFC_3339)
                                .deletedAt("/gone"))
                .seeds("{\"items\":[{\"id\":1,\"kind\":\"a\",\"at\":\"2026-01-01T00:00:00Z\",\"gone\":0.0},"
                        + "{\"id\":\"2\",\"kind\":\"b\",\"at\":\"2026-01-01T00:00:00+01:00\",\"gone\":true}]}");
    }

    private static Decoder<?> epochItems() {
        return page(
                        "epoch-items",
                        FieldMapping.idAt("/id")
                                .payloadAt("/data")
                                .occurredAt("/at", TimeForm.EPOCH_SECONDS)
                                .deletedAt("/gone", "yes"))
                .seeds("{\"items\":[{\"id\":1,\"data\":[],\"at\":1700000000},{\"id\":1,\"data\":0,\"at\":17.5e8}]}");
    }

    private static Decoder<?> page(String name, FieldMapping fields) {
        Items items = new Items(fields, "resource", Provenance.of("source"));
        Stamps stamps = new Stamps(SourceTime.system());
        return Decoder.of(name, input -> {
                    HttpAnswer answer = new HttpAnswer(START, headers("ETag", "x"), SourceJson.MAPPER.readTree(input));
                    Page page = Page.of(answer, JsonPointer.compile("/items"));
                    page.fingerprint();
                    return items.deltas(page, stamps);
                })
                .refusing(SourceContentException.class, JacksonException.class);
    }

    private static Decoder<?> link() {
        Credentials secret = new Credentials();
        secret.parameter("key", () -> "1");
        return Decoder.ofText("link", text -> {
                    HttpAnswer answer =
                            new HttpAnswer(START, headers("Link", text), SourceJson.MAPPER.readTree("{\"items\":[1]}"));
                    Page page = Page.of(answer, JsonPointer.compile("/items"));
                    Paging paging = LinkPaging.inHeader();
                    Paging.Turn turn = paging.turn(new Paging.Visit(START, null, page, List.of(), List.of(), secret));
                    return turn.next().map(next -> paging.address(START, next));
                })
                .refusing(SourceContentException.class)
                .seeds(
                        "<http://api.example/list?page=2>; rel=\"next\"",
                        "</list?page=3>; title=\"x, <y>; rel=next\"; rel=\"prev next\", <?a>;rel=next");
    }

    private static Decoder<?> retryAfter() {
        return Decoder.ofText(
                        "retry-after",
                        text -> RetryAfter.of(
                                headers("Retry-After", text),
                                SourceTime.system().now()))
                .seeds("120", "Sun, 01 Mar 2026 12:01:30 GMT");
    }

    private static HttpHeaders headers(String name, String value) {
        return HttpHeaders.of(Map.of(name, List.of(value)), (header, content) -> true);
    }

    private static Decoder<?> pointer() {
        return Decoder.ofText("pointer", SourceJson::pointer)
                .refusing(RefusedException.class)
                .backToValue(pointer -> pointer.toString().getBytes(UTF_8))
                .seeds("/items/0/a~1b~0", "");
    }
}
