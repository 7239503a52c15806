package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.afterimage.CorruptStoreException;
import io.afterimage.Position;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a walk makes of rows that are not what the query's record promises, and of errors and closes on its way. */
@Timeout(60)
class EngineCursorTest {

    /** More than a chunk holds. */
    private static final int ROWS = 1_200;

    private final HeapDisk disk = new HeapDisk();
    private EngineStore store;

    @BeforeEach
    void openWithRows() {
        store = disk.open(StoreSettings.DEFAULT);
        store.replaceAll("q", Position.NONE, new CountedRows(ROWS));
        disk.awaitNoGarbage(); // after this the store writes nothing of its own accord
    }

    @AfterEach
    void everything_canBeClosed() {
        store.close();
        assertThat(disk.openThings()).isZero();
    }

    /** Changes the stored rows behind the store's back. */
    private void damage(Consumer<NavigableMap<Long, byte[]>> change) {
        HeapState state = disk.state().copy();
        state.rows.replaceAll((epoch, rows) -> {
            NavigableMap<Long, byte[]> changed = new TreeMap<>(rows);
            change.accept(changed);
            return changed;
        });
        disk.commit(state);
    }

    private static long walk(RowCursor cursor) {
        long rows = 0;
        while (cursor.next()) {
            rows++;
        }
        return rows;
    }

    private static void assertUnusable(RowCursor cursor) {
        assertThatExceptionOfType(StoreClosedException.class)
                .isThrownBy(cursor::next)
                .withMessageContaining("met an error before");
        assertThatIllegalStateException().isThrownBy(cursor::rowSignature);
        assertThatIllegalStateException().isThrownBy(cursor::data);
    }

    @Test
    void row_beforeTheFirstAndAfterTheLast_isRefused() {
        try (Snapshot snapshot = store.readSnapshot("q");
                RowCursor cursor = snapshot.cursor()) {
            assertThatIllegalStateException().isThrownBy(cursor::rowSignature);
            assertThat(walk(cursor)).isEqualTo(ROWS);
            assertThat(cursor.next()).isFalse();
            assertThatIllegalStateException().isThrownBy(cursor::data);
        }
    }

    @Test
    void next_rowMissing_isDamageAtTheEnd() {
        damage(rows -> rows.remove(700L));
        try (Snapshot snapshot = store.readSnapshot("q");
                RowCursor cursor = snapshot.cursor()) {
            assertThatExceptionOfType(CorruptStoreException.class)
                    .isThrownBy(() -> walk(cursor))
                    .withMessageContaining("Expected: 1200 rows. Found: 1199 rows.")
                    .satisfies(damage -> assertThat(damage.queryId()).contains("q"));
            assertUnusable(cursor);
        }
    }

    @Test
    void next_rowTooMany_isDamageAtTheEnd() {
        damage(rows -> rows.put(-5L, new byte[1]));
        try (Snapshot snapshot = store.readSnapshot("q");
                RowCursor cursor = snapshot.cursor()) {
            assertThatExceptionOfType(CorruptStoreException.class)
                    .isThrownBy(() -> walk(cursor))
                    .withMessageContaining("Found: 1201 rows.");
            assertUnusable(cursor);
        }
    }

    @Test
    void next_foreignRowInTheStead_isDamageInTheLastPartToEnd() {
        damage(rows -> rows.put(-5L, rows.remove(700L)));
        try (Snapshot snapshot = store.readSnapshot("q")) {
            List<RowCursor> parts = snapshot.split(3);
            assertThat(walk(parts.get(2))).isOne();
            assertThat(walk(parts.get(1))).isZero();
            assertThatExceptionOfType(CorruptStoreException.class)
                    .isThrownBy(() -> walk(parts.get(0)))
                    .withMessageContaining("Found: other signatures, equal in number");
            assertUnusable(parts.get(0));
            parts.forEach(RowCursor::close);
        }
    }

    @Test
    void next_rowsOutOfOrder_isDamageThatNamesTheRow() {
        assertOutOfOrder(300, "Expected: a signature after 301.");
    }

    /** The chunks hold 512 rows each. */
    @Test
    void next_rowsOutOfOrderAcrossTwoChunks_isDamageThatNamesTheRow() {
        assertOutOfOrder(511, "Expected: a signature after 512.");
    }

    /** Lets the engine yield one row after the one that follows it. */
    private void assertOutOfOrder(long late, String expected) {
        LongUnaryOperator swap = signature -> signature == late ? late + 1 : signature == late + 1 ? late : signature;
        HeapState state = disk.state().copy();
        state.rows.replaceAll((epoch, rows) -> {
            NavigableMap<Long, byte[]> swapped =
                    new TreeMap<>((a, b) -> Long.compareUnsigned(swap.applyAsLong(a), swap.applyAsLong(b)));
            swapped.putAll(rows);
            return swapped;
        });
        disk.commit(state);
        try (Snapshot snapshot = store.readSnapshot("q");
                RowCursor cursor = snapshot.cursor()) {
            assertThatExceptionOfType(CorruptStoreException.class)
                    .isThrownBy(() -> walk(cursor))
                    .withMessageContaining(expected)
                    .satisfies(damage -> assertThat(damage.rowSignature()).hasValue(late));
            assertUnusable(cursor);
        }
    }

    @Test
    void next_engineFails_isUnusableAfterwards() {
        try (Snapshot snapshot = store.readSnapshot("q");
                RowCursor cursor = snapshot.cursor()) {
            assertThat(cursor.next()).isTrue();
            disk.failAt(0, "fillRows"::equals, () -> CorruptStoreException.ofRow("q", 512, "Expected: a checksum."));
            assertThatExceptionOfType(CorruptStoreException.class).isThrownBy(() -> walk(cursor));
            assertUnusable(cursor);
            try (RowCursor another = snapshot.cursor()) {
                assertThat(walk(another)).isEqualTo(ROWS);
            }
        }
    }

    @Test
    void close_again_doesNothingAndTheSnapshotStaysOpen() {
        try (Snapshot snapshot = store.readSnapshot("q")) {
            RowCursor cursor = snapshot.cursor();
            assertThat(cursor.next()).isTrue();
            cursor.close();
            cursor.close();
            assertClosed(cursor, "The cursor is closed");
            assertThat(snapshot.rowCount()).isEqualTo(ROWS);
        }
        assertThat(disk.misuse()).isEmpty();
    }

    @Test
    void close_ofTheSnapshotOrTheStore_closesTheCursor() {
        Snapshot snapshot = store.readSnapshot("q");
        RowCursor cursor = snapshot.cursor();
        assertThat(cursor.next()).isTrue();
        snapshot.close();
        assertClosed(cursor, "The snapshot or its store is closed");
        try (Snapshot other = store.readSnapshot("q");
                RowCursor onIt = other.cursor()) {
            store.close();
            assertClosed(onIt, "The snapshot or its store is closed");
        }
        cursor.close();
        assertThat(disk.misuse()).isEmpty();
    }

    /** A close waits for the read that is under way, and the walk ends as closed with its next step. */
    @Test
    void close_fromAnotherThreadInTheMiddleOfARead_endsTheWalk() throws Exception {
        try (Snapshot snapshot = store.readSnapshot("q")) {
            RowCursor cursor = snapshot.cursor();
            CountDownLatch reading = new CountDownLatch(1);
            CompletableFuture<Void> read = new CompletableFuture<>();
            disk.onCall(call -> {
                if (call.equals("fillRows")) {
                    reading.countDown();
                    read.join();
                }
            });
            FutureTask<Long> walking = new FutureTask<>(() -> walk(cursor));
            new Thread(walking).start();
            reading.await();
            Thread closer = new Thread(cursor::close);
            closer.start();
            while (closer.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            read.complete(null);
            closer.join();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(walking::get)
                    .withCauseInstanceOf(StoreClosedException.class);
            assertClosed(cursor, "The cursor is closed");
        }
        assertThat(disk.misuse()).isEmpty();
    }

    private static void assertClosed(RowCursor cursor, String message) {
        assertThatExceptionOfType(StoreClosedException.class)
                .isThrownBy(cursor::next)
                .withMessageContaining(message);
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(cursor::rowSignature);
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(cursor::data);
    }
}
