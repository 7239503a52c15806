package io.afterimage.tck;

import static io.afterimage.tck.Samples.OTHER;
import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.del;
import static io.afterimage.tck.Samples.put;
import static io.afterimage.tck.Samples.puts;
import static io.afterimage.tck.Samples.row;
import static io.afterimage.tck.Samples.rows;
import static io.afterimage.tck.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.RefusedException;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.tck.model.QueryState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rules C1, C2 and C4: batches, their order, and signatures. */
interface RowRules {

    /** Where the rules work. */
    StoreBench bench();

    /** A refused row refuses its batch. On failure check that limits are tested for all rows before the first write. */
    @Test
    default void c01_batchWithARowTooLong_writesNothingOfIt() {
        LiveResultsStore store = bench().openAside(StoreBench.SETTINGS.withMaxRowBytes(100));
        store.applyMutations(Q, List.of(put(1, "old"), put(2, "stays")));
        QueryState before = QueryState.of(store, Q);
        assertThatThrownBy(() -> store.applyMutations(
                        Q, List.of(put(1, "new"), del(2), put(3, "x"), RowMutation.upsert(4, new byte[101]))))
                .isInstanceOf(RefusedException.class);
        assertThat(QueryState.of(store, Q)).isEqualTo(before);
        store.applyMutations(Q, List.of(put(1, "new")));
        assertThat(store.rowCount(Q)).isEqualTo(2);
    }

    /** Readers see a batch whole. On failure check that one engine write carries the batch and publishes its count. */
    @Test
    default void c01_batch_isSeenWholeOrNotAtAll_byReadersBesideTheWriter() {
        LiveResultsStore store = bench().store();
        Race.readingWhile(
                () -> {
                    for (int n = 1; n <= 300; n++) {
                        store.applyMutations(Q, batchOf(n));
                    }
                },
                () -> assertOneBatch(store));
    }

    private static List<RowMutation> batchOf(int n) {
        List<RowMutation> batch = new ArrayList<>();
        LongStream.range(0, 40).forEach(s -> batch.add(s < 20 + n % 20 ? put(s, "batch-" + n) : del(s)));
        return batch;
    }

    private static void assertOneBatch(LiveResultsStore store) {
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            List<Row> rows = snapshot.toList();
            assertThat(rows).hasSize((int) snapshot.rowCount());
            if (!rows.isEmpty()) {
                String first = text(rows.get(0).data());
                int n = Integer.parseInt(first.substring("batch-".length()));
                assertThat(rows).allSatisfy(row -> assertThat(text(row.data())).isEqualTo(first));
                assertThat(rows).as("rows of batch %d", n).hasSize(20 + n % 20);
            }
        }
    }

    /** A large batch is one batch. On failure check for limits of the engine on the size of one write. */
    @Test
    default void c01_batchOf100000_isAppliedWhole() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, puts(100_000));
        assertThat(store.rowCount(Q)).isEqualTo(100_000);
        List<RowMutation> mixed = new ArrayList<>();
        LongStream.rangeClosed(1, 100_000).forEach(s -> mixed.add(s % 4 == 0 ? put(s, "new-" + s) : del(s)));
        store.applyMutations(Q, mixed);
        assertThat(store.rowCount(Q)).isEqualTo(25_000);
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            List<Row> rows = snapshot.toList();
            assertThat(rows).hasSize(25_000);
            assertThat(rows.get(0)).isEqualTo(row(4, "new-4"));
            assertThat(rows.get(24_999)).isEqualTo(row(100_000, "new-100000"));
        }
    }

    /** Every mutation of a batch counts, the first and the last too. On failure check the bounds of the loop. */
    @Test
    default void c01_everyMutationOfABatch_isApplied() {
        LiveResultsStore store = bench().store();
        for (int size = 1; size <= 5; size++) {
            store.applyMutations(Q, puts(size));
            assertThat(QueryState.of(store, Q).rows()).isEqualTo(rows(size));
        }
        store.applyMutations(Q, List.of(del(1), del(2), del(3), del(4), del(5)));
        assertThat(QueryState.of(store, Q).rows()).isEmpty();
        assertThat(store.rowCount(Q)).isZero();
    }

    /**
     * List order decides inside a batch, on rows that are absent before and on rows that are present. On failure check
     * that neither the engine nor the counting reorders or merges mutations.
     */
    @Test
    default void c02_lastMutationOfASignature_winsInOneBatch() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, List.of(put(11, "old"), put(12, "old"), put(13, "old"), put(14, "old")));
        List<RowMutation> batch = new ArrayList<>();
        for (long base : new long[] {0, 10}) {
            batch.addAll(List.of(put(base + 1, "a"), put(base + 1, "b")));
            batch.addAll(List.of(put(base + 2, "a"), del(base + 2)));
            batch.addAll(List.of(del(base + 3), put(base + 3, "b")));
            batch.addAll(List.of(del(base + 4), put(base + 4, "a"), del(base + 4)));
        }
        store.applyMutations(Q, batch);
        assertThat(QueryState.of(store, Q).rows())
                .containsExactly(row(1, "b"), row(3, "b"), row(11, "b"), row(13, "b"));
        assertThat(store.rowCount(Q)).isEqualTo(4);
        assertThat(store.row(Q, 2)).isEmpty();
        assertThat(store.row(Q, 13)).hasValueSatisfying(data -> assertThat(data).isEqualTo(bytes("b")));
    }

    /** Nothing in, nothing changed. On failure check that an empty batch returns before it touches the query's record. */
    @Test
    default void c02_emptyBatch_changesNothing_andCreatesNoQuery() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, List.of());
        assertThat(QueryState.of(store, Q)).isEqualTo(QueryState.UNKNOWN);
        store.commitAll(Samples.emissions(OTHER, 1, 3));
        QueryState before = QueryState.of(store, OTHER);
        store.applyMutations(OTHER, List.of());
        assertThat(QueryState.of(store, OTHER)).isEqualTo(before);
    }

    /** Deleting what is not there is no error and counts nothing. On failure check where the count is taken from. */
    @Test
    default void c02_deleteOfAnAbsentRow_isNoError() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, List.of(del(7)));
        assertThat(store.rowCount(Q)).isZero();
        store.applyMutations(Q, List.of(put(1, "a"), del(7), del(7)));
        assertThat(store.rowCount(Q)).isEqualTo(1);
        assertThat(QueryState.of(store, Q).rows()).containsExactly(row(1, "a"));
    }

    /** Row changes without a commit leave the position. On failure check what else applying writes. */
    @Test
    default void c02_mutationsWithoutACommit_leaveThePosition() {
        LiveResultsStore store = bench().store();
        store.commitAll(Samples.emissions(Q, 1, 3));
        QueryState before = QueryState.of(store, Q);
        store.applyMutations(Q, List.of(put(50, "extra")));
        QueryState after = QueryState.of(store, Q);
        assertThat(after.position()).isEqualTo(before.position());
        assertThat(after.outbox()).isEqualTo(before.outbox());
        assertThat(after.rowCount()).isEqualTo(4);
    }

    /**
     * All 2^64 signatures are legal and compare as unsigned numbers. On failure check for a sentinel signature (0, -1) and
     * for signed comparison of keys or ranges.
     */
    @Test
    default void c04_everySignature_isLegal_andOrderedAsUnsigned() {
        LiveResultsStore store = bench().store();
        List<Long> ascending = List.of(
                0L, 1L, 255L, 256L, Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, -2L, -1L);
        List<RowMutation> batch = new ArrayList<>();
        ascending.forEach(signature -> batch.add(0, put(signature, Long.toUnsignedString(signature))));
        store.applyMutations(Q, batch);
        assertThat(QueryState.of(store, Q).rows()).extracting(Row::rowSignature).isEqualTo(ascending);
        for (long signature : ascending) {
            assertThat(store.row(Q, signature))
                    .as("row %s", Long.toUnsignedString(signature))
                    .hasValueSatisfying(data -> assertThat(text(data)).isEqualTo(Long.toUnsignedString(signature)));
        }
        ascending.forEach(signature -> store.applyMutations(Q, List.of(del(signature))));
        assertThat(store.rowCount(Q)).isZero();
    }
}
