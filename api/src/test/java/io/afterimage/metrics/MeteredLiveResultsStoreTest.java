package io.afterimage.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.afterimage.CommitResult;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every meter of the class comment's table, read from a registry with a clock of its own. */
class MeteredLiveResultsStoreTest {

    private static final byte[] DATA = {1};

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final LiveResultsStore store = MeteredLiveResultsStore.over(new InMemoryLiveResultsStore(), registry)
            .open();

    @Test
    void applyMutations_countsTheMutationsByKind() {
        store.applyMutations("q", List.of(upsert(1), upsert(2), RowMutation.delete(1)));
        store.applyMutations("q", List.of());
        assertThat(timed("afterimage.apply", "ok")).isEqualTo(2);
        assertThat(mutations("upsert")).isEqualTo(2);
        assertThat(mutations("delete")).isEqualTo(1);
    }

    @Test
    void commit_isTimedAndCountedByItsAnswer() {
        store.commit(commit("q", 1));
        store.commit(commit("q", 1));
        store.commit(commit("q", 5));
        store.reset("q", 7, 0);
        store.commit(ResultCommit.of("q", 1, List.of(upsert(1))).configHash(8).build());
        for (String outcome : List.of("applied", "duplicate", "gap", "other-config")) {
            assertThat(timed("afterimage.commit", outcome)).as(outcome).isEqualTo(1);
            assertThat(commits(outcome)).as(outcome).isEqualTo(1);
        }
        assertThat(mutations("upsert")).isEqualTo(1);
    }

    @Test
    void commitAll_isOneSample_andOneCountPerCommit() {
        store.commitAll(List.of(commit("a", 1), commit("b", 1)));
        assertThat(store.commitAll(List.of(commit("a", 2), commit("b", 3))))
                .hasAtLeastOneElementOfType(CommitResult.Withheld.class);
        assertThat(timed("afterimage.commit", "applied")).isEqualTo(1);
        assertThat(timed("afterimage.commit", "gap")).isEqualTo(1);
        assertThat(commits("applied")).isEqualTo(2);
        assertThat(commits("withheld")).isEqualTo(1);
        assertThat(commits("gap")).isEqualTo(1);
        assertThat(mutations("upsert")).isEqualTo(2);
    }

    @Test
    void otherCalls_areTimedByTheirOutcome() {
        store.commit(commit("q", 1));
        store.row("q", 1);
        store.row("q", 2);
        store.verify("q");
        store.verifyAll();
        store.replaceAll("q", new Position(1, 1, 0), RowSource.of(List.of(new Row(1, DATA))));
        store.clear("q");
        store.drop("q");
        store.drop("q");
        assertThat(timed("afterimage.row", "found")).isEqualTo(1);
        assertThat(timed("afterimage.row", "absent")).isEqualTo(1);
        assertThat(timed("afterimage.verify", "passed")).isEqualTo(2);
        assertThat(timed("afterimage.replace", "ok")).isEqualTo(1);
        assertThat(timed("afterimage.clear", "ok")).isEqualTo(1);
        assertThat(timed("afterimage.drop", "found")).isEqualTo(1);
        assertThat(timed("afterimage.drop", "absent")).isEqualTo(1);
    }

    @Test
    void outboxReads_areTimedByTheirAnswer() {
        store.reset("q", 7, 0);
        store.commit(ResultCommit.of("q", 1, List.of()).build());
        store.commit(ResultCommit.of("q", 2, List.of()).outbox(DATA).build());
        store.outboxAfter("q", new Position(1, 1, 7));
        store.outboxAfter("q", new Position(1, 2, 7));
        store.outboxAfter("q", new Position(1, 0, 7));
        store.outboxAfter("q", new Position(1, 3, 7));
        store.outboxAfter("q", new Position(1, 2, 8));
        store.outboxAfter("q", new Position(2, 2, 7));
        for (String outcome : List.of("entries", "up-to-date", "gap", "ahead", "other-config", "other-generation")) {
            assertThat(timed("afterimage.outbox", outcome)).as(outcome).isEqualTo(1);
        }
    }

    @Test
    void failedCall_isTimedWithTheErrorsName_andPassesThrough() {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> store.clear(""));
        RowSource failing = emptyAfter(() -> {
            throw new IllegalStateException("mine");
        });
        assertThatIllegalStateException().isThrownBy(() -> store.replaceAll("q", Position.NONE, failing));
        assertThat(errors("afterimage.clear", "RefusedException")).isEqualTo(1);
        assertThat(errors("afterimage.replace", "other")).isEqualTo(1);
    }

    @Test
    void timers_measureWithTheClock() {
        store.replaceAll("q", Position.NONE, emptyAfter(() -> clock.add(3, TimeUnit.SECONDS)));
        assertThat(registry.get("afterimage.replace").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(3);
    }

    @Test
    void gauges_followTheStore() {
        store.commit(commit("a", 1));
        store.commit(commit("b", 1));
        store.commit(commit("b", 2));
        assertThat(gauge("afterimage.queries")).isEqualTo(2);
        assertThat(gauge("afterimage.rows")).isEqualTo(3);
        assertThat(gauge("afterimage.query.rows", "query", "b")).isEqualTo(2);
        assertThat(gauge("afterimage.query.sequence", "query", "b")).isEqualTo(2);
        store.drop("b");
        assertThat(registry.find("afterimage.query.rows").gauges()).hasSize(1);
        assertThat(gauge("afterimage.rows")).isEqualTo(1);
    }

    @Test
    void queriesOfAStoreThatIsNotEmpty_haveTheirGaugesFromTheStart() {
        InMemoryLiveResultsStore filled = new InMemoryLiveResultsStore();
        filled.reset("q", 0, 9);
        try (LiveResultsStore second = MeteredLiveResultsStore.over(filled, registry)
                .tags(Tags.of("store", "second"))
                .open()) {
            assertThat(gauge("afterimage.query.sequence", "query", "q", "store", "second"))
                    .isEqualTo(9);
            assertThat(gauge("afterimage.queries", "store", "second")).isEqualTo(1);
            assertThat(second.queries()).hasSize(1);
        }
    }

    @Test
    void openSnapshots_areCountedAndAged() {
        assertThat(gauge("afterimage.snapshots.open")).isZero();
        assertThat(gauge("afterimage.snapshots.oldest.age")).isZero();
        Snapshot older = store.readSnapshot("q");
        clock.add(5, TimeUnit.SECONDS);
        Snapshot newer = store.readSnapshot("q");
        clock.add(2, TimeUnit.SECONDS);
        assertThat(gauge("afterimage.snapshots.open")).isEqualTo(2);
        assertThat(gauge("afterimage.snapshots.oldest.age")).isEqualTo(7);
        older.close();
        older.close();
        assertThat(gauge("afterimage.snapshots.open")).isEqualTo(1);
        assertThat(gauge("afterimage.snapshots.oldest.age")).isEqualTo(2);
        newer.close();
        assertThat(gauge("afterimage.snapshots.open")).isZero();
        assertThat(timed("afterimage.snapshot", "ok")).isEqualTo(2);
    }

    @Test
    void closedStore_stillHasReadableGauges() {
        store.commit(commit("q", 1));
        Snapshot snapshot = store.readSnapshot("q");
        store.close();
        assertThat(gauge("afterimage.queries")).isNaN();
        assertThat(gauge("afterimage.rows")).isNaN();
        assertThat(gauge("afterimage.query.rows", "query", "q")).isNaN();
        assertThat(gauge("afterimage.query.sequence", "query", "q")).isNaN();
        assertThat(gauge("afterimage.snapshots.open")).isZero();
        assertThat(gauge("afterimage.snapshots.oldest.age")).isZero();
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(snapshot::cursor);
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(() -> store.readSnapshot("q"));
    }

    @Test
    void everyMeter_hasADescription() {
        store.commit(commit("q", 1));
        store.readSnapshot("q").close();
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .allSatisfy(id -> assertThat(id.getDescription()).isNotBlank());
    }

    @Test
    void negativeCap_isRefused() {
        MeteredLiveResultsStore.Builder builder = MeteredLiveResultsStore.over(store, registry);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> builder.maxTaggedQueries(-1));
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private long timed(String name, String outcome) {
        return registry.get(name)
                .tags("outcome", outcome, "error", "none")
                .timer()
                .count();
    }

    private long errors(String name, String error) {
        return registry.get(name)
                .tags("outcome", "error", "error", error)
                .timer()
                .count();
    }

    private double commits(String outcome) {
        return registry.get("afterimage.commits")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private double mutations(String kind) {
        return registry.get("afterimage.mutations").tag("kind", kind).counter().count();
    }

    /** A source without rows that does something before it says so. */
    private static RowSource emptyAfter(Runnable before) {
        Iterator<Row> rows = new Iterator<>() {
            @Override
            public boolean hasNext() {
                before.run();
                return false;
            }

            @Override
            public Row next() {
                throw new NoSuchElementException();
            }
        };
        return RowSource.of(() -> rows);
    }

    private static ResultCommit commit(String queryId, long sequence) {
        return ResultCommit.of(queryId, sequence, List.of(upsert(sequence))).build();
    }

    private static RowMutation upsert(long signature) {
        return RowMutation.upsert(signature, DATA);
    }
}
