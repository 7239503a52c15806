package io.afterimage.mirror.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.mirror.CursorInfo;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaBatch;
import io.afterimage.mirror.DeltaOp;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.MirroredRecord;
import io.afterimage.mirror.SyncReport;
import io.afterimage.mirror.Syncer;
import io.afterimage.mirror.source.FieldMapping.TimeForm;
import io.afterimage.mirror.source.TestServer.Reply;
import io.afterimage.mirror.source.TestServer.Request;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change feed over a real socket: pages, its end, restarts, and what a feed may not say. */
class HttpFeedTest {

    private static final int PAGE_SIZE = 3;

    private final TestTime time = new TestTime();
    private final List<String> changes = new ArrayList<>();
    private InMemoryLiveResultsStore store;
    private MirrorStore mirror;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        store = new InMemoryLiveResultsStore();
        mirror = MirrorStore.over(store).open();
        server = new TestServer();
        server.answer(this::feed);
    }

    @AfterEach
    void stop() {
        server.close();
        mirror.close();
        store.close();
    }

    private void change(String resource, int id, String op, int amount) {
        changes.add("{\"table\": \"%s\", \"key\": {\"id\": %d}, \"op\": \"%s\", \"at\": %d, \"row\": {\"amount\": %d}}"
                .formatted(resource, id, op, 1_000 + changes.size(), amount));
    }

    private Reply feed(Request request) {
        int from = request.number("since", 0);
        int to = Math.min(from + PAGE_SIZE, changes.size());
        String etag = "\"" + from + "-" + to + "\"";
        if (etag.equals(request.headers().getFirst("If-None-Match"))) {
            return Reply.status(304);
        }
        return Reply.json(
                "{\"changes\": [" + String.join(",", changes.subList(from, to)) + "], \"more\": "
                        + (to < changes.size()) + "}",
                "X-Next",
                String.valueOf(to),
                "ETag",
                etag);
    }

    private HttpJsonSource source() {
        return HttpJsonSource.feed("api", "other", server.uri("/feed"))
                .itemsAt("/changes")
                .fields(FieldMapping.idAt("/key/id")
                        .resourceAt("/table")
                        .occurredAt("/at", TimeForm.EPOCH_SECONDS)
                        .deletedAt("/op", "D")
                        .payloadAt("/row"))
                .paging(Paging.cursorInHeader("since", "X-Next").hasMoreAt("/more"))
                .confidence(0.75)
                .time(time)
                .build();
    }

    private SyncReport sync(SyncSource source) throws InterruptedException {
        try (Syncer syncer = Syncer.over(mirror).source(source).open()) {
            return syncer.sync("api");
        }
    }

    private int amount(String resource, String id) {
        return mirror.record(resource, id)
                .map(record -> record.payload().path("amount").intValue())
                .orElse(-1);
    }

    @Test
    void feed_isFollowed_acrossResources_withDeletes() throws InterruptedException {
        for (int id = 1; id <= 7; id++) {
            change("orders", id, "U", id);
        }
        change("people", 1, "U", 5);
        change("orders", 3, "D", 0);
        assertThat(sync(source()).total().applied()).isEqualTo(9);
        assertThat(mirror.count("orders")).isEqualTo(6);
        MirroredRecord person = mirror.record("people", "1").orElseThrow();
        assertThat(person.confidence()).isEqualTo(0.75);
        assertThat(person.occurredAt()).isEqualTo(Instant.ofEpochSecond(1_007));

        change("orders", 3, "U", 33);
        assertThat(sync(source()).total().applied()).isEqualTo(1);
        assertThat(amount("orders", "3")).isEqualTo(33);
    }

    @Test
    void feedAtRest_isAskedByETag_andChangesNothing() throws InterruptedException {
        change("orders", 1, "U", 1);
        HttpJsonSource source = source();
        sync(source);
        sync(source); // learns the ETag of the position
        long head = mirror.head();
        sync(source);
        assertThat(mirror.head()).isEqualTo(head);
        assertThat(server.requests().get(2).headers().getFirst("If-None-Match")).isEqualTo("\"1-1\"");
    }

    @Test
    void restartAfterEveryBatch_losesAndRepeatsNothing() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            change("orders", i % 4, "U", i);
        }
        for (boolean more = true; more; ) {
            String cursor = mirror.cursor("api", "*").map(CursorInfo::cursor).orElse(null);
            source().pull(cursor); // killed before it was applied
            Pulled pulled = source().pull(cursor);
            mirror.apply(DeltaBatch.of(pulled.deltas()).withCursor("api", String.valueOf(pulled.cursor())));
            more = pulled.hasMore();
        }
        assertThat(mirror.records("orders", 10).records())
                .extracting(MirroredRecord::version)
                .containsOnly(5L);
        assertThat(amount("orders", "3")).isEqualTo(19);
    }

    @Test
    void changesWithoutATime_keepTheirOrder() throws InterruptedException {
        server.answer(
                request -> Reply.json(
                        "{\"list\": [{\"id\": 1, \"n\": 1}, {\"id\": 1, \"n\": 2}, {\"id\": 1, \"n\": 3}], \"next\": 1, \"more\": false}"));
        HttpJsonSource source = HttpJsonSource.feed("api", "things", server.uri("/"))
                .itemsAt("/list")
                .paging(Paging.cursorInBody("since", "/next").hasMoreAt("/more"))
                .time(time)
                .build();
        assertThat(sync(source).total().applied()).isEqualTo(3);
        assertThat(mirror.record("things", "1")
                        .orElseThrow()
                        .payload()
                        .path("n")
                        .intValue())
                .isEqualTo(3);
    }

    @Test
    void cursorInTheLastItem_whichTheServerRepeats_givesItOnce() throws InterruptedException {
        server.answer(request -> {
            int from = request.number("from", 1); // inclusive, as such feeds are
            return Reply.json(from < 4 ? "[{\"id\": %d}, {\"id\": %d}]".formatted(from, from + 1) : "[{\"id\": 4}]");
        });
        HttpJsonSource source = HttpJsonSource.feed("api", "things", server.uri("/"))
                .paging(Paging.cursorInLastItem("from", "/id"))
                .fields(FieldMapping.idAt("/id"))
                .time(time)
                .build();
        sync(source);
        long head = mirror.head();
        for (int poll = 0; poll < 3; poll++) {
            assertThat(sync(source).total().pulled()).isZero();
        }
        assertThat(mirror.head()).isEqualTo(head);
        assertThat(mirror.count("things")).isEqualTo(4);
    }

    @Test
    void moreWithoutMovement_isAnError() {
        server.answer(request -> Reply.json("{\"changes\": [], \"more\": true}", "X-Next", "7"));
        assertThatThrownBy(() -> sync(source()))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("does not move");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void samePageWithEverNewCursors_ends() {
        int[] next = {0};
        server.answer(request -> Reply.json(
                "{\"changes\": [{\"table\": \"t\", \"key\": {\"id\": 1}, \"at\": 1, \"row\": 1}], \"more\": true}",
                "X-Next",
                String.valueOf(++next[0])));
        assertThatThrownBy(() -> sync(source()))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("The same page");
        assertThat(mirror.record("t", "1").map(MirroredRecord::version)).contains(1L);
    }

    @Test
    void itemThatLacksWhatIsMapped_isAnError_andTheCursorStandsBeforeIt() throws InterruptedException {
        change("orders", 1, "U", 1);
        change("orders", 2, "U", 2);
        change("orders", 3, "U", 3);
        changes.add("{\"table\": \"orders\", \"op\": \"U\", \"at\": 1, \"row\": {}}");
        assertThatThrownBy(() -> sync(source()))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("item 0 of its page")
                .hasMessageContaining("a record id")
                .hasMessageContaining("\"/key/id\"");
        assertThat(mirror.count("orders")).isEqualTo(3);

        changes.remove(3);
        change("orders", 4, "U", 4);
        sync(source());
        assertThat(mirror.count("orders")).isEqualTo(4);
    }

    @Test
    void momentsAndDeletions_areReadInAllTheirForms() throws InterruptedException {

        server.answer(request -> Reply.json("""
                [{"id": "a", "t": "2026-01-01T01:00:00.5+01:00", "gone": "2026-01-02"},
                 {"id": "b", "t": "2026-01-01T00:00:00Z", "gone": 0},
                 {"id": 12345678901234567890, "t": "2026-01-01T00:00:00Z", "gone": true},
                 {"id": "d", "t": "2026-01-01T00:00:00Z", "gone": ""},
                 {"id": "e", "t": "2026-01-01T00:00:00Z"}]"""));
        List<Delta> deltas = HttpJsonSource.feed("api", "things", server.uri("/"))
                .fields(FieldMapping.idAt("/id")
                        .occurredAt("/t", TimeForm.RFC_3339)
                        .deletedAt("/gone"))
                .paging(Paging.cursorInBody("since", "/next"))
                .build()
                .pull(null)
                .deltas();
        assertThat(deltas)
                .extracting(Delta::op)
                .containsExactly(DeltaOp.DELETE, DeltaOp.UPSERT, DeltaOp.DELETE, DeltaOp.UPSERT, DeltaOp.UPSERT);
        assertThat(deltas.get(0).occurredAt()).isEqualTo("2026-01-01T00:00:00.5Z");
        assertThat(deltas.get(2).recordId()).isEqualTo("12345678901234567890");
    }
}
