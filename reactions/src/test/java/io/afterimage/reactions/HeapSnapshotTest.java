package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A snapshot from the heap is held to the one it was read from. */
class HeapSnapshotTest {

    @Property(tries = 60)
    void rowsAndParts_areThoseOfTheOriginal(
            @ForAll @IntRange(max = 5_000) int rowCount,
            @ForAll @IntRange(max = 3_000) int maxRowBytes,
            @ForAll @IntRange(min = 1, max = 1_024) int parts,
            @ForAll long seed) {
        try (InMemoryLiveResultsStore store = new InMemoryLiveResultsStore()) {
            Random random = new Random(seed);
            List<RowMutation> mutations = new ArrayList<>();
            for (int i = 0; i < rowCount; i++) {
                byte[] data = new byte[random.nextInt(maxRowBytes + 1)];
                random.nextBytes(data);
                mutations.add(RowMutation.upsert(random.nextLong() >> random.nextInt(64), data));
            }
            mutations.add(RowMutation.upsert(-1, new byte[3 << 20])); // a row longer than a page
            store.applyMutations("q", mutations);
            try (Snapshot original = store.readSnapshot("q");
                    Snapshot heap = heap(original)) {
                assertThat(heap.toList()).isEqualTo(original.toList());
                assertThat(heap.rowCount()).isEqualTo(original.rowCount());
                assertThat(heap.position()).isEqualTo(original.position());
                assertThat(heap.queryId()).isEqualTo("q");
                assertThat(rowsByPart(heap, parts)).isEqualTo(rowsByPart(original, parts));
                try (Stream<Row> rows = heap.stream()) {
                    assertThat(rows.limit(10))
                            .isEqualTo(original.stream().limit(10).toList());
                }
            }
        }
    }

    @Test
    void anEmptyResult_hasNoRows() {
        try (Snapshot heap = heapOf()) {
            assertThat(heap.rowCount()).isZero();
            assertThat(heap.toList()).isEmpty();
            assertThat(heap.split(3)).hasSize(3).noneMatch(RowCursor::next);
        }
    }

    @Test
    void aCursor_tellsARowOnlyWhereThereIsOne() {
        try (Snapshot heap = heapOf(new Row(5, new byte[] {1, 2}));
                RowCursor cursor = heap.cursor()) {
            assertThatThrownBy(cursor::rowSignature).isInstanceOf(IllegalStateException.class);
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.rowSignature()).isEqualTo(5);
            assertThat(cursor.data()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
            assertThat(cursor.data().isReadOnly()).isTrue();
            assertThat(cursor.copyData()).containsExactly(1, 2);
            assertThat(cursor.next()).isFalse();
            assertThat(cursor.next()).isFalse();
            assertThatThrownBy(cursor::data).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void afterClose_everythingButTheQueryIdIsClosed() {
        Snapshot heap = heapOf(new Row(5, new byte[1]));
        RowCursor cursor = heap.cursor();
        cursor.next();
        RowCursor part = heap.split(2).get(0);
        heap.close();
        heap.close();
        assertThat(heap.queryId()).isEqualTo("q");
        assertThatThrownBy(heap::position).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(heap::rowCount).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(heap::cursor).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> heap.split(2)).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(cursor::next).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(cursor::data).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(part::next).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void aClosedCursor_leavesTheSnapshotOpen() {
        try (Snapshot heap = heapOf(new Row(5, new byte[1]))) {
            RowCursor cursor = heap.cursor();
            cursor.close();
            cursor.close();
            assertThatThrownBy(cursor::next).isInstanceOf(StoreClosedException.class);
            assertThat(heap.toList()).hasSize(1);
        }
    }

    @Test
    void split_outsideItsLimits_isRefused() {
        try (Snapshot heap = heapOf()) {
            assertThatThrownBy(() -> heap.split(0)).isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> heap.split(1_025)).isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void theHeapItTakes_isCloseToTheBytesOfItsRows() {
        Row[] rows = new Row[50_000];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new Row(i, new byte[100]);
        }
        try (InMemoryLiveResultsStore store = storeOf(rows);
                Snapshot original = store.readSnapshot("q")) {
            SharedRead read = new HeapRowsReader(original, 1 << 30, new AtomicLong()).read();
            assertThat(read.bytes()).isBetween(50_000L * 112, 50_000L * 112 + (64 << 10));
        }
    }

    private static Snapshot heapOf(Row... rows) {
        try (InMemoryLiveResultsStore store = storeOf(rows);
                Snapshot original = store.readSnapshot("q")) {
            assertThat(original.position()).isNotEqualTo(Position.NONE);
            return heap(original);
        }
    }

    private static InMemoryLiveResultsStore storeOf(Row... rows) {
        InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();
        store.reset("q", 0, 0);
        store.applyMutations(
                "q",
                Stream.of(rows)
                        .map(row -> RowMutation.upsert(row.rowSignature(), row.data()))
                        .toList());
        return store;
    }

    private static Snapshot heap(Snapshot original) {
        HeapRowsReader reader = new HeapRowsReader(original, 1 << 30, new AtomicLong());
        return new HeapSnapshot(((SharedRead.Rows) reader.read()).rows());
    }

    private static List<List<Row>> rowsByPart(Snapshot snapshot, int parts) {
        List<List<Row>> rows = new ArrayList<>();
        for (RowCursor part : snapshot.split(parts)) {
            List<Row> ofPart = new ArrayList<>();
            while (part.next()) {
                ofPart.add(new Row(part.rowSignature(), part.copyData()));
            }
            rows.add(ofPart);
        }
        return rows;
    }
}
