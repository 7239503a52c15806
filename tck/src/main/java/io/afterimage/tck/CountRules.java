package io.afterimage.tck;

import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.del;
import static io.afterimage.tck.Samples.emissions;
import static io.afterimage.tck.Samples.put;
import static io.afterimage.tck.Samples.puts;
import static io.afterimage.tck.Samples.row;
import static io.afterimage.tck.StoreTrait.SURVIVES_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.QuerySummary;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.tck.model.QueryState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rules C8 and C9: the exact count, and clear. */
interface CountRules {

    /** Where the rules work. */
    StoreBench bench();

    /** An upsert of a present row adds nothing. On failure check that existence is known and not guessed. */
    @Test
    default void c08_upsertOfAPresentRow_doesNotCount() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, puts(3));
        store.applyMutations(Q, List.of(put(2, "new"), put(2, "newer"), put(3, "row-3")));
        assertThat(store.rowCount(Q)).isEqualTo(3);
        assertThat(store.commit(ResultCommit.of(Q, 1, puts(4)).build()))
                .isInstanceOfSatisfying(
                        CommitResult.Applied.class,
                        applied -> assertThat(applied.rowCount()).isEqualTo(4));
        assertCountIsExact(store);
    }

    /** A delete of an absent row subtracts nothing. On failure check that existence is known and not guessed. */
    @Test
    default void c08_deleteOfAnAbsentRow_doesNotCount() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, puts(3));
        store.applyMutations(Q, List.of(del(9), del(2), del(2), put(9, "x"), del(9)));
        assertThat(store.rowCount(Q)).isEqualTo(2);
        assertCountIsExact(store);
    }

    /**
     * The count is right with the index in memory, with a tiny one, and with none. On failure check what happens beyond the
     * index's bound.
     */
    @Test
    default void c08_count_isExact_whateverTheMemoryForIt() {
        for (long countIndexBytes : new long[] {0, 4_096, 1 << 20}) {
            LiveResultsStore store = bench().openAside(StoreBench.SETTINGS.withCountIndexBytes(countIndexBytes));
            NavigableMap<Long, Row> fold = new TreeMap<>(Long::compareUnsigned);
            Random random = new Random(countIndexBytes);
            for (int round = 0; round < 60; round++) {
                List<RowMutation> batch = randomBatch(random, fold, 1 + random.nextInt(60));
                store.applyMutations(Q, batch);
                assertThat(store.rowCount(Q))
                        .as("round %d, %d B", round, countIndexBytes)
                        .isEqualTo(fold.size());
            }
            assertThat(QueryState.of(store, Q).rows()).containsExactlyElementsOf(fold.values());
        }
    }

    private static List<RowMutation> randomBatch(Random random, NavigableMap<Long, Row> fold, int size) {
        List<RowMutation> batch = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            long signature = (random.nextInt(700) - 350) * 0x0123_4567_89AB_CDEFL;
            if (random.nextInt(3) > 0) {
                Row row = row(signature, "value-" + random.nextInt());
                fold.put(signature, row);
                batch.add(RowMutation.upsert(signature, row.data()));
            } else {
                fold.remove(signature);
                batch.add(del(signature));
            }
        }
        return batch;
    }

    /**
     * One batch may touch more than the index can hold. On failure check that what was made ready for a batch is not given
     * up for later rows of the same batch.
     */
    @Test
    default void c08_count_isExact_whenOneBatchTouchesMoreThanTheIndexHolds() {
        long golden = 0x9E37_79B9_7F4A_7C15L;
        for (long countIndexBytes : new long[] {64 << 10, 400 << 10}) {
            LiveResultsStore store = bench().openAside(StoreBench.SETTINGS.withCountIndexBytes(countIndexBytes));
            List<RowMutation> all = new ArrayList<>();
            LongStream.range(0, 40_000).forEach(n -> all.add(put(n * golden, "x")));
            store.applyMutations(Q, all);
            assertThat(store.rowCount(Q)).isEqualTo(40_000);
            for (int round = 1; round <= 2; round++) {
                List<RowMutation> mixed = new ArrayList<>();
                LongStream.range(0, 60_000)
                        .filter(n -> n % 3 > 0)
                        .forEach(n -> mixed.add(n % 2 == 0 ? put(n * golden, "y") : del(n * golden)));
                store.applyMutations(Q, mixed);
                assertThat(store.rowCount(Q))
                        .as("round %d, %d B", round, countIndexBytes)
                        .isEqualTo(33334);
                store.applyMutations(Q, all);
                assertThat(store.rowCount(Q))
                        .as("round %d, %d B", round, countIndexBytes)
                        .isEqualTo(46667);
            }
            assertThat(store.verify(Q).problems()).isEmpty();
        }
    }

    /** The count is exact after every kind of call. On failure the step's name says which one miscounts. */
    @Test
    default void c08_count_isExact_afterEveryKindOfCall() {
        LiveResultsStore store = bench().store();
        List<Runnable> steps = List.of(
                () -> store.applyMutations(Q, puts(20)),
                () -> store.commitAll(emissions(Q, 1, 30)),
                () -> store.clear(Q),
                () -> store.applyMutations(Q, List.of(put(1, "x"), del(2), put(-1, "y"))),
                () -> store.replaceAll(Q, new Position(0, 5, 0), RowSource.of(Samples.rows(12))),
                () -> store.applyMutations(Q, List.of(put(1, "x"), del(2), put(99, "y"))),
                () -> store.replaceAll(Q, new Position(2, 6, 0), RowSource.of(Samples.rows(3))),
                () -> store.reset(Q, 0, 0),
                () -> store.applyMutations(Q, puts(5)),
                () -> store.drop(Q),
                () -> store.applyMutations(Q, puts(2)));
        for (int step = 0; step < steps.size(); step++) {
            steps.get(step).run();
            assertThat(store.rowCount(Q)).as("after step %d", step).isEqualTo(countOfRows(store));
            assertCountIsExact(store);
        }
    }

    /** The count is stored with the rows. On failure check that it is written in the same write as they are. */
    @Test
    default void c08_count_isExactAfterReopen_andGoesOnFromThere() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 30));
        store.applyMutations(Q, List.of(del(3), put(100, "x"), put(4, "new")));
        LiveResultsStore reopened = bench().reopen();
        int before = bench().has(SURVIVES_CLOSE) ? 30 : 0;
        assertThat(reopened.rowCount(Q)).isEqualTo(before);
        assertCountIsExact(reopened);
        reopened.applyMutations(Q, List.of(put(4, "newer"), del(3), del(5), put(200, "x")));
        assertThat(reopened.rowCount(Q)).isEqualTo(bench().has(SURVIVES_CLOSE) ? 30 : 2);
        assertCountIsExact(reopened);
    }

    private static void assertCountIsExact(LiveResultsStore store) {
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            assertThat(snapshot.toList()).hasSize((int) snapshot.rowCount());
            assertThat(store.rowCount(Q)).isEqualTo(snapshot.rowCount());
        }
        assertThat(store.queries())
                .filteredOn(query -> query.queryId().equals(Q))
                .extracting(QuerySummary::rowCount)
                .allMatch(count -> count == store.rowCount(Q));
        assertThat(store.verify(Q).problems()).isEmpty();
    }

    private static long countOfRows(LiveResultsStore store) {
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            return snapshot.stream()
                    .map(Row::rowSignature)
                    .sorted(Comparator.naturalOrder())
                    .distinct()
                    .count();
        }
    }

    /** Clear removes rows and nothing else. On failure check what it resets beside the rows and the count. */
    @Test
    default void c09_clear_removesTheRows_andKeepsTheRest() {
        LiveResultsStore store = bench().store();
        store.reset(Q, 0xC0FFEE, 10);
        store.commit(ResultCommit.of(Q, 11, puts(50))
                .configHash(0xC0FFEE)
                .outbox(Samples.bytes("entry"))
                .sourcePosition("orders", Samples.bytes("at"))
                .build());
        QueryState before = QueryState.of(store, Q);
        store.clear(Q);
        QueryState cleared =
                new QueryState(before.position(), 0, List.of(), before.outbox(), before.sourcePositions(), true);
        assertThat(QueryState.of(store, Q)).isEqualTo(cleared);
        assertThat(QueryState.of(bench().reopen(), Q))
                .isEqualTo(bench().has(SURVIVES_CLOSE) ? cleared : QueryState.UNKNOWN);
    }

    /** After a clear the query goes on where it stood. On failure check for rows of before that come back. */
    @Test
    default void c09_clearedQuery_goesOnWhereItStood() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 20));
        for (int round = 0; round < 5; round++) {
            store.clear(Q);
            assertThat(store.row(Q, 1)).isEmpty();
            assertThat(store.commit(Samples.emission(Q, 21 + round)).applied()).isTrue();
            assertThat(QueryState.of(store, Q).rows()).containsExactly(row(21 + round, "row-" + (21 + round)));
            assertThat(store.rowCount(Q)).isEqualTo(1);
        }
    }

    /** Clearing what is not there is no error and creates nothing. On failure check for a record that clear writes. */
    @Test
    default void c09_clearOfAnUnknownQuery_isNoError_andCreatesNone() {
        LiveResultsStore store = bench().store();
        store.clear(Q);
        assertThat(QueryState.of(store, Q)).isEqualTo(QueryState.UNKNOWN);
        store.commitAll(emissions(Q, 1, 2));
        store.clear(Q);
        store.clear(Q);
        assertThat(store.position(Q).sequence()).isEqualTo(2);
    }
}
