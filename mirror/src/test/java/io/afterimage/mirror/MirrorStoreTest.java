package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.at;
import static io.afterimage.mirror.Samples.del;
import static io.afterimage.mirror.Samples.events;
import static io.afterimage.mirror.Samples.json;
import static io.afterimage.mirror.Samples.payload;
import static io.afterimage.mirror.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.RefusedException;
import io.afterimage.StoreClosedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a mirror does with batches, and what it tells afterwards. */
class MirrorStoreTest {

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();

    private MirrorBuilder mirror(LiveResultsStore store) {
        return MirrorStore.over(store).clock(clock);
    }

    @ParameterizedTest
    @EnumSource
    void batch_movesRecordsEventsAndCursors_together(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = mirror(store).open()) {
            BatchResult result = mirror.apply(DeltaBatch.of(
                            put("orders", "1", 10, "{\"total\": 1.10}"),
                            put("people", "a", 10, "[1,2]"),
                            put("orders", "1", 5, "{}"),
                            put("orders", "2", 7, "null"),
                            del("people", "a", 11))
                    .withCursor("crm", "page-1")
                    .withCursor("crm", "orders", "o-1"));

            assertThat(result.head()).isEqualTo(5);
            assertThat(result.applied()).isEqualTo(4);
            assertThat(result.skipped()).isEqualTo(1);
            assertThat(result.outcomes().get(2)).isEqualTo(new DeltaOutcome(3, false, "last-write-wins: older", 1));
            assertThat(mirror.record("orders", "1"))
                    .contains(new MirroredRecord(
                            "orders", "1", json("{\"total\": 1.10}"), "crm", Samples.NOW, 1.0, 1, at(10)));
            assertThat(payload(mirror, "orders", "2")).contains("null");
            assertThat(mirror.record("people", "a")).isEmpty();
            assertThat(mirror.resources())
                    .containsExactly(
                            new ResourceInfo("orders", Samples.NOW, 2, 3),
                            new ResourceInfo("people", Samples.NOW, 0, 2));
            assertThat(mirror.cursor("crm", "*")).contains(new CursorInfo("crm", "*", "page-1", Samples.NOW));
            assertThat(mirror.cursors()).extracting(CursorInfo::cursor).containsExactly("page-1", "o-1");
            assertThat(mirror.head()).isEqualTo(5);
            assertThat(events(mirror)).extracting(MirrorEvent::sequence).containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(events(mirror).get(2).decision()).isEqualTo("last-write-wins: older");
            assertThat(events(mirror).get(0).record()).isEqualTo(mirror.record("orders", "1"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "SQLITE"})
    void reopen_goesOnExactly(TestEngine engine) {
        long life;
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = mirror(store).open()) {
            life = mirror.life();
            mirror.apply(DeltaBatch.of(put("orders", "1", 1, "1"), del("orders", "2", 5))
                    .withCursor("crm", "c1"));
        }
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = mirror(store).open()) {
            assertThat(mirror.life()).isEqualTo(life);
            assertThat(mirror.head()).isEqualTo(2);
            BatchResult result = mirror.apply(DeltaBatch.of(
                    put("orders", "1", 2, "2"), put("orders", "2", 4, "\"late\""), put("orders", "2", 6, "\"back\"")));
            assertThat(result.outcomes())
                    .containsExactly(
                            new DeltaOutcome(3, true, "last-write-wins: newer", 2),
                            new DeltaOutcome(4, false, "last-write-wins: older", 1),
                            new DeltaOutcome(5, true, "last-write-wins: newer", 2));
            assertThat(mirror.count("orders")).isEqualTo(2);
            assertThat(mirror.cursor("crm", "*")).map(CursorInfo::cursor).contains("c1");
            assertThat(events(mirror)).hasSize(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cursorAlone_takesANumber_onceUntilItMoves(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = mirror(store).open()) {
            DeltaBatch batch = DeltaBatch.of().withCursor("crm", "c1").withCursor("crm", "not-yet", "c2");
            assertThat(mirror.apply(batch).head()).isEqualTo(1);
            assertThat(mirror.apply(batch).head()).isEqualTo(1);
            assertThat(mirror.apply(DeltaBatch.of().withCursor("crm", "c3")).head())
                    .isEqualTo(2);
            assertThat(mirror.apply(DeltaBatch.of(List.of())).head()).isEqualTo(2);
            assertThat(mirror.cursors()).extracting(CursorInfo::cursor).containsExactly("c3", "c2");
            assertThat(mirror.resources()).isEmpty();
            EventRead.Page page = (EventRead.Page) mirror.eventsAfter(0, 10);
            assertThat(page.events()).isEmpty();
            assertThat(page.position()).isEqualTo(2);
            assertThat(page.cursors()).extracting(CursorInfo::cursor).containsExactly("c1", "c2", "c3");
        }
    }

    @ParameterizedTest
    @EnumSource
    void register_makesAResourceKnown_once(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = mirror(store).open()) {
            assertThat(mirror.register("orders")).isTrue();
            assertThat(mirror.register("orders")).isFalse();
            assertThat(mirror.resource("orders")).contains(new ResourceInfo("orders", Samples.NOW, 0, 0));
            assertThat(((EventRead.Page) mirror.eventsAfter(0, 10)).registered())
                    .containsExactly(java.util.Map.entry("orders", Samples.NOW));
        }
    }

    @ParameterizedTest
    @EnumSource
    void largeBatch_isOneWrite_andSeveralEntries(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = mirror(store).open()) {
            List<Delta> deltas = new ArrayList<>();
            for (int i = 0; i < 1_234; i++) {
                deltas.add(put("orders", "id-" + i, i, "{\"n\":" + i + "}"));
            }
            assertThat(mirror.apply(DeltaBatch.of(deltas)).head()).isEqualTo(1_234);
            assertThat(mirror.count("orders")).isEqualTo(1_234);
            assertThat(Samples.records(mirror, "orders", 100))
                    .extracting(MirroredRecord::recordId)
                    .hasSize(1_234)
                    .doesNotHaveDuplicates();
            assertThat(events(mirror)).extracting(MirrorEvent::delta).isEqualTo(deltas);
            EventRead.Page page = (EventRead.Page) mirror.eventsAfter(700, 10);
            assertThat(page.events())
                    .extracting(MirrorEvent::sequence)
                    .startsWith(701L)
                    .hasSize(10);
            assertThat(page.complete()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void tokenOfAnotherResource_isRefused(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = mirror(store).open()) {
            mirror.apply(DeltaBatch.of(put("a", "1", 1, "1"), put("a", "2", 1, "1")));
            String token = mirror.records("a", 1).next().orElseThrow();
            assertThat(mirror.records("a", token, 1).next()).isEmpty();
            assertThatThrownBy(() -> mirror.records("b", token, 1)).isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> mirror.records("a", "?", 1)).isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> mirror.records("a", token.substring(4), 1)).isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> mirror.records("a", 0)).isInstanceOf(RefusedException.class);
            assertThat(mirror.records("unknown", 1)).isEqualTo(new RecordPage(List.of(), Optional.empty()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterClose_everyCallSaysSo(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory)) {
            MirrorStore mirror = mirror(store).open();
            EventSubscription subscription = mirror.subscribe(0, EventFilter.ALL);
            MirrorExport export = mirror.export();
            mirror.close();
            mirror.close();
            assertThatThrownBy(mirror::head).isInstanceOf(StoreClosedException.class);
            assertThatThrownBy(() -> mirror.apply(DeltaBatch.of())).isInstanceOf(StoreClosedException.class);
            assertThatThrownBy(subscription::poll).isInstanceOf(StoreClosedException.class);
            assertThatThrownBy(() -> export.records("a")).isInstanceOf(StoreClosedException.class);
            assertThat(store.queries()).isNotEmpty();
        }
    }
}
