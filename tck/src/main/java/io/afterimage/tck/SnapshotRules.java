package io.afterimage.tck;

import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.del;
import static io.afterimage.tck.Samples.emissions;
import static io.afterimage.tck.Samples.put;
import static io.afterimage.tck.Samples.puts;
import static io.afterimage.tck.Samples.row;
import static io.afterimage.tck.Samples.rows;
import static io.afterimage.tck.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule C7: a snapshot is one moment. */
interface SnapshotRules {

    /** Where the rules work. */
    StoreBench bench();

    /** Writes after the opening do not show. On failure check that reads go through the frozen view, also after a seek. */
    @Test
    default void c07_snapshotStaysAsItIs_whenRowsAreWrittenMeanwhile() {
        assertFrozenWhile(store -> store.applyMutations(Q, List.of(put(1, "new"), del(2), put(0, "x"), put(-1, "y"))));
    }

    /** A commit moves the position of the query, not that of a snapshot. On failure check where the position is read. */
    @Test
    default void c07_snapshotStaysAsItIs_whenEmissionsAreCommittedMeanwhile() {
        assertFrozenWhile(store -> store.commitAll(emissions(Q, 4, 9)));
    }

    /** A clear must not delete what a snapshot still shows. On failure check when old rows are reclaimed. */
    @Test
    default void c07_snapshotStaysAsItIs_whenTheQueryIsClearedMeanwhile() {
        assertFrozenWhile(store -> {
            store.clear(Q);
            store.applyMutations(Q, puts(2));
            store.clear(Q);
        });
    }

    /** A reset must not delete what a snapshot still shows. On failure check when old rows are reclaimed. */
    @Test
    default void c07_snapshotStaysAsItIs_whenTheQueryIsResetMeanwhile() {
        assertFrozenWhile(store -> {
            store.reset(Q, 5, 0);
            store.commitAll(emissions(Q, 1, 3));
        });
    }

    /** A drop must not delete what a snapshot still shows. On failure check when old rows are reclaimed. */
    @Test
    default void c07_snapshotStaysAsItIs_whenTheQueryIsDroppedMeanwhile() {
        assertFrozenWhile(store -> {
            store.drop(Q);
            store.applyMutations(Q, List.of(put(1, "another life")));
        });
    }

    /** A replacement must not delete what a snapshot still shows. On failure check when old rows are reclaimed. */
    @Test
    default void c07_snapshotStaysAsItIs_whenTheQueryIsReplacedMeanwhile() {
        assertFrozenWhile(store -> {
            store.replaceAll(Q, new Position(1, 9, 0), RowSource.of(List.of(row(1, "new"), row(77, "new"))));
            store.replaceAll(Q, new Position(0, 1, 0), RowSource.of(List.of(row(2, "newer"))));
        });
    }

    /** A snapshot of nothing stays empty. On failure check the snapshot of a query that has no record. */
    @Test
    default void c07_snapshotOfAnUnknownQuery_isEmpty_andStaysEmpty() {
        LiveResultsStore store = bench().store();
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            assertThat(snapshot.queryId()).isEqualTo(Q);
            store.commitAll(emissions(Q, 1, 3));
            assertThat(snapshot.position()).isEqualTo(Position.NONE);
            assertThat(snapshot.rowCount()).isZero();
            assertThat(snapshot.toList()).isEmpty();
            assertPartsYield(snapshot, 3, List.of());
        }
    }

    private void assertFrozenWhile(Consumer<LiveResultsStore> writes) {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 3));
        store.applyMutations(Q, puts(200));
        try (Snapshot snapshot = store.readSnapshot(Q);
                RowCursor halfway = snapshot.cursor()) {
            Position position = snapshot.position();
            assertThat(halfway.next()).isTrue();
            writes.accept(store);
            List<Row> rest = new ArrayList<>(List.of(new Row(halfway.rowSignature(), halfway.copyData())));
            while (halfway.next()) {
                rest.add(new Row(halfway.rowSignature(), halfway.copyData()));
            }
            assertThat(rest).isEqualTo(rows(200));
            assertThat(snapshot.position()).isEqualTo(position);
            assertThat(snapshot.rowCount()).isEqualTo(200);
            assertThat(snapshot.toList()).isEqualTo(rows(200));
            assertPartsYield(snapshot, 5, rows(200));
        }
    }

    /** Parts are complete and disjoint, for any number of them. On failure check the first and last range and rounding. */
    @Test
    default void c07_parts_yieldEveryRowOnce_inOrder() {
        LiveResultsStore store = bench().store();
        List<RowMutation> batch = new ArrayList<>(List.of(put(0, "0"), put(Long.MAX_VALUE, "m"), put(-1, "-1")));
        for (int i = 1; i < 2_000; i++) {
            batch.add(put(i * 0x9E37_79B9_7F4A_7C15L, "row-" + i));
        }
        for (int parts : new int[] {2, 3, 7, 1_024}) {
            long width = Long.divideUnsigned(-1L, parts);
            batch.addAll(List.of(put(width - 1, "below"), put(width, "at"), put(width + 1, "above")));
        }
        store.applyMutations(Q, batch);
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            List<Row> all = snapshot.toList();
            for (int parts : new int[] {1, 2, 3, 7, 1_024}) {
                assertPartsYield(snapshot, parts, all);
            }
        }
    }

    private static void assertPartsYield(Snapshot snapshot, int parts, List<Row> expected) {
        List<RowCursor> cursors = snapshot.split(parts);
        assertThat(cursors).hasSize(parts);
        List<Row> found = new ArrayList<>();
        for (RowCursor cursor : cursors) {
            while (cursor.next()) {
                found.add(new Row(cursor.rowSignature(), cursor.copyData()));
            }
            cursor.close();
        }
        assertThat(found).as("%d parts", parts).isEqualTo(expected);
    }

    /** A walk from a signature yields what a whole one yields from there. On failure check that the order is unsigned. */
    @Test
    default void c07_walkFromASignature_yieldsEveryRowFromThereOn() {
        LiveResultsStore store = bench().store();
        List<RowMutation> batch = new ArrayList<>(List.of(put(0, "0"), put(-1, "-1")));
        for (int i = 1; i < 1_500; i++) {
            batch.add(put(i * 0x9E37_79B9_7F4A_7C15L, "row-" + i));
        }
        store.applyMutations(Q, batch);
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            store.clear(Q);
            List<Row> all = snapshot.toList();
            for (int first : new int[] {0, 1, 2, 700, 1_499, 1_500}) {
                long signature = all.get(first).rowSignature();
                assertWalkYields(snapshot, signature, all.subList(first, all.size()));
                if (first > 0) {
                    long between = all.get(first - 1).rowSignature() + 1;
                    assertWalkYields(snapshot, between, all.subList(first, all.size()));
                }
            }
        }
    }

    private static void assertWalkYields(Snapshot snapshot, long firstSignature, List<Row> expected) {
        List<Row> found = new ArrayList<>();
        try (RowCursor cursor = snapshot.cursorFrom(firstSignature)) {
            while (cursor.next()) {
                found.add(new Row(cursor.rowSignature(), cursor.copyData()));
            }
        }
        assertThat(found).as("from %s", Long.toUnsignedString(firstSignature)).isEqualTo(expected);
    }

    /** Parts may be read by as many threads. On failure check what cursors of one snapshot share. */
    @Test
    default void c07_parts_mayBeReadInParallel() {
        LiveResultsStore store = bench().store();
        List<RowMutation> batch = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            batch.add(put(i * 0x9E37_79B9_7F4A_7C15L, "row-" + i));
        }
        store.applyMutations(Q, batch);
        List<Row> found = new ArrayList<>();
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            Race.between(snapshot.split(4).stream()
                    .map(part -> (Race.Task) () -> {
                        List<Row> own = new ArrayList<>();
                        while (part.next()) {
                            own.add(new Row(part.rowSignature(), part.copyData()));
                        }
                        synchronized (found) {
                            found.addAll(own);
                        }
                    })
                    .toList());
            assertThat(found).containsExactlyInAnyOrderElementsOf(snapshot.toList());
        }
    }

    /** The number of parts has limits. On failure check the argument. */
    @Test
    default void c07_numberOfPartsOutsideItsLimits_isRefused() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, puts(3));
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            for (int parts : new int[] {Integer.MIN_VALUE, -1, 0, 1_025, Integer.MAX_VALUE}) {
                assertThatThrownBy(() -> snapshot.split(parts)).isInstanceOf(RefusedException.class);
            }
            assertThat(snapshot.toList()).hasSize(3);
        }
    }

    /** Cursor, stream and list show the same rows. On failure check the default methods' overriding. */
    @Test
    default void c07_cursorStreamAndList_agree() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, puts(1_500));
        try (Snapshot snapshot = store.readSnapshot(Q);
                Stream<Row> stream = snapshot.stream()) {
            assertThat(stream.toList()).isEqualTo(rows(1_500));
            assertThat(snapshot.toList()).isEqualTo(rows(1_500));
        }
    }

    /** A cursor has a row between a next that said true and the next one. On failure check the cursor's states. */
    @Test
    default void c07_cursor_hasNoRowBeforeTheFirstAndAfterTheLast() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, puts(1));
        try (Snapshot snapshot = store.readSnapshot(Q);
                RowCursor cursor = snapshot.cursor()) {
            assertThatThrownBy(cursor::rowSignature).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(cursor::data).isInstanceOf(IllegalStateException.class);
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.rowSignature()).isEqualTo(1);
            assertThat(cursor.next()).isFalse();
            assertThat(cursor.next()).isFalse();
            assertThatThrownBy(cursor::rowSignature).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(cursor::copyData).isInstanceOf(IllegalStateException.class);
        }
    }

    /**
     * Rows, count and position of one snapshot agree beside a busy writer. On failure check that all three come from the
     * same frozen view, and not two of them from the store.
     */
    @Test
    default void c07_rowsCountAndPosition_agree_besideAWriter() {
        LiveResultsStore store = bench().store();
        Race.readingWhile(
                () -> {
                    for (long n = 1; n <= 400; n++) {
                        store.commit(windowOf10(n));
                    }
                },
                () -> assertWindow(store));
    }

    private static ResultCommit windowOf10(long n) {
        return ResultCommit.of(Q, n, List.of(put(0, "head-" + n), put(n, "row-" + n), del(n - 10)))
                .build();
    }

    private static void assertWindow(LiveResultsStore store) {
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            long n = snapshot.position().sequence();
            if (n > 0) {
                List<Row> rows = snapshot.toList();
                assertThat(rows).hasSize((int) snapshot.rowCount());
                boolean headDeleted = n == 10; // its window ends at signature 0
                assertThat(rows).hasSize((int) Math.min(n, 10) + (headDeleted ? 0 : 1));
                assertThat(rows.get(rows.size() - 1)).isEqualTo(row(n, "row-" + n));
                if (!headDeleted) {
                    assertThat(text(rows.get(0).data())).isEqualTo("head-" + n);
                }
            }
        }
    }

    /**
     * Heap use cannot be measured reliably from inside; what can be seen is that a cursor lends one buffer again and again
     * instead of allocating one per row. On failure check what a cursor keeps.
     */
    @Test
    default void c07_heapUse_isNotTestableInProcess_butTheCursorLendsOneBufferPerSize() {
        LiveResultsStore store = bench().store();
        List<RowMutation> batch = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            batch.add(RowMutation.upsert(i, bytes(String.format("%08d", i))));
        }
        store.applyMutations(Q, batch);
        try (Snapshot snapshot = store.readSnapshot(Q);
                RowCursor cursor = snapshot.cursor()) {
            Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());
            while (cursor.next()) {
                ByteBuffer data = cursor.data();
                assertThat(data).isSameAs(cursor.data());
                assertThat(data.remaining()).isEqualTo(8);
                lent.add(data);
            }
            assertThat(lent).hasSizeLessThanOrEqualTo(100);
        }
    }
}
