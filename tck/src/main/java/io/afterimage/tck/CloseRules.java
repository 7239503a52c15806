package io.afterimage.tck;

import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.emission;
import static io.afterimage.tck.Samples.puts;
import static io.afterimage.tck.Samples.rows;
import static io.afterimage.tck.StoreTrait.REPORTS_LEAKS;
import static io.afterimage.tck.StoreTrait.SURVIVES_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import io.afterimage.spi.LeakListener;
import io.afterimage.tck.model.QueryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Rule C19: closing. */
interface CloseRules {

    /** Where the rules work. */
    StoreBench bench();

    /** Close again is nothing, also from several threads at once. On failure check what makes close run once. */
    @Test
    default void c19_close_isIdempotent() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, puts(3));
        Snapshot snapshot = store.readSnapshot(Q);
        RowCursor cursor = snapshot.cursor();
        cursor.close();
        cursor.close();
        snapshot.close();
        snapshot.close();
        cursor.close();
        Race.between(store::close, store::close, store::close);
        store.close();
        snapshot.close();
        cursor.close();
        assertThatThrownBy(() -> store.rowCount(Q)).isInstanceOf(StoreClosedException.class);
    }

    /** An interrupted thread closes like any other. On failure check for channels, which an interrupt closes. */
    @Test
    default void c19_close_inAnInterruptedThread_isAWholeClose() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, puts(3));
        Thread.currentThread().interrupt();
        store.close();
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        LiveResultsStore reopened = bench().reopen();
        assertThat(reopened.rowCount(Q)).isEqualTo(bench().has(SURVIVES_CLOSE) ? 3 : 0);
    }

    /** No call of a closed store works. On failure check that every public method takes a lease first. */
    @Test
    default void c19_everyCallOfAClosedStore_isStoreClosed() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, puts(3));
        store.close();
        StoreCalls.of(store, Q).forEach(CloseRules::assertClosed);
        assertClosed("queries", store::queries);
        assertClosed("verifyAll", store::verifyAll);
        assertClosed("commitAll of nothing", () -> store.commitAll(List.of()));
    }

    private static void assertClosed(String call, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).as(call).isInstanceOf(StoreClosedException.class);
    }

    /** What a closed store opened is closed with it. On failure check the leases of snapshots and cursors. */
    @Test
    default void c19_snapshotsCursorsAndParts_areClosedWithTheirStore() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, puts(2_000));
        Snapshot snapshot = store.readSnapshot(Q);
        List<RowCursor> cursors = new ArrayList<>(snapshot.split(3));
        cursors.add(snapshot.cursor());
        cursors.get(3).next();
        store.close();
        assertIsClosed(snapshot);
        cursors.forEach(CloseRules::assertIsClosed);
    }

    /** A closed snapshot closes its walks, and no other snapshot. On failure check what snapshots share. */
    @Test
    default void c19_cursorsAndParts_areClosedWithTheirSnapshot() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, puts(2_000));
        try (Snapshot other = store.readSnapshot(Q)) {
            Snapshot snapshot = store.readSnapshot(Q);
            List<RowCursor> cursors = new ArrayList<>(snapshot.split(3));
            cursors.add(snapshot.cursor());
            cursors.get(3).next();
            snapshot.close();
            assertIsClosed(snapshot);
            cursors.forEach(CloseRules::assertIsClosed);
            assertThat(other.toList()).isEqualTo(rows(2_000));
        }
    }

    /** A closed cursor leaves its snapshot open. On failure check what a cursor closes. */
    @Test
    default void c19_closedCursor_leavesItsSnapshotOpen() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, puts(10));
        try (Snapshot snapshot = store.readSnapshot(Q);
                RowCursor sibling = snapshot.cursor()) {
            RowCursor cursor = snapshot.cursor();
            assertThat(cursor.next()).isTrue();
            cursor.close();
            assertIsClosed(cursor);
            assertThat(sibling.next()).isTrue();
            assertThat(snapshot.toList()).isEqualTo(rows(10));
        }
    }

    private static void assertIsClosed(Snapshot snapshot) {
        Map.<String, ThrowingCallable>of(
                        "position", snapshot::position,
                        "rowCount", snapshot::rowCount,
                        "cursor", snapshot::cursor,
                        "cursorFrom", () -> snapshot.cursorFrom(1),
                        "split", () -> snapshot.split(2),
                        "stream", snapshot::stream,
                        "toList", snapshot::toList)
                .forEach(CloseRules::assertClosed);
        snapshot.close();
    }

    private static void assertIsClosed(RowCursor cursor) {
        Map.<String, ThrowingCallable>of(
                        "next", cursor::next,
                        "rowSignature", cursor::rowSignature,
                        "data", cursor::data,
                        "copyData", cursor::copyData)
                .forEach(CloseRules::assertClosed);
        cursor.close();
    }

    /**
     * Readers that race with a close read rightly or find the store closed, and nothing else. On failure check the leases:
     * a dead JVM here is a native call after the engine's close.
     */
    @Test
    default void c19_readersRacingWithClose_findItOpenOrClosed_andNothingElse() {
        for (int round = 0; round < Repetitions.times(15); round++) {
            LiveResultsStore store = bench().openAside(StoreBench.SETTINGS);
            store.applyMutations(Q, puts(1_500));
            Closing closing = new Closing(store, 3);
            Race.between(
                    closing::closeOnceAllHaveBegun,
                    () -> closing.untilClosed(() -> readAll(store)),
                    () -> closing.untilClosed(() -> readParts(store)),
                    () -> closing.untilClosed(
                            () -> assertThat(store.row(Q, 1_500)).isPresent()));
        }
    }

    private static void readAll(LiveResultsStore store) {
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            assertThat(snapshot.toList()).isEqualTo(rows(1_500));
        }
    }

    private static void readParts(LiveResultsStore store) {
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            int found = 0;
            for (RowCursor part : snapshot.split(4)) {
                while (part.next()) {
                    found++;
                }
            }
            assertThat(found).isEqualTo(1_500);
        }
    }

    /** A snapshot closed by one thread while another reads is closed for it. On failure check the cursor's lease. */
    @Test
    default void c19_cursorRacingWithItsSnapshotsClose_endsWithStoreClosed() {
        LiveResultsStore store = bench().store();
        store.applyMutations(Q, puts(1_500));
        for (int round = 0; round < Repetitions.times(100); round++) {
            Snapshot snapshot = store.readSnapshot(Q);
            RowCursor cursor = snapshot.cursor();
            Race.between(snapshot::close, () -> {
                try {
                    long expected = 1;
                    while (cursor.next()) {
                        assertThat(cursor.rowSignature()).isEqualTo(expected++);
                    }
                    assertThat(expected).isEqualTo(1_501);
                } catch (StoreClosedException e) {
                    assertThat(e).hasMessageContaining("closed");
                }
            });
        }
        assertThat(store.rowCount(Q)).isEqualTo(1_500);
    }

    /** What a writer racing with close got acknowledged is there, and no more. On failure check close's waiting. */
    @Test
    default void c19_commitsRacingWithClose_areThereExactlyIfAcknowledged() {
        LiveResultsStore store = bench().store();
        AtomicLong acknowledged = new AtomicLong();
        Closing closing = new Closing(store, 20);
        Race.between(
                closing::closeOnceAllHaveBegun,
                () -> closing.untilClosed(() -> {
                    store.commit(emission(Q, acknowledged.get() + 1));
                    acknowledged.incrementAndGet();
                }));
        LiveResultsStore reopened = bench().reopen();
        assertThat(reopened.position(Q).sequence()).isEqualTo(bench().has(SURVIVES_CLOSE) ? acknowledged.get() : 0);
    }

    /** What a leak listener was told. */
    record Leak(String queryId, Throwable openedAt) {}

    /**
     * A snapshot that was never closed is reported with the place that opened it, where it pins storage. On failure check
     * that the store itself does not keep the snapshot reachable.
     */
    @Test
    default void c19_snapshotNeverClosed_isReportedWithThePlaceThatOpenedIt_whereItPinsStorage() throws Exception {
        CountDownLatch reported = new CountDownLatch(1);
        ConcurrentLinkedQueue<Leak> leaks = new ConcurrentLinkedQueue<>();
        LeakListener listener = (queryId, openedAt) -> {
            leaks.add(new Leak(queryId, openedAt));
            reported.countDown();
        };
        LiveResultsStore store = bench().openAside(StoreBench.SETTINGS.withLeakListener(listener));
        store.applyMutations(Q, puts(3));
        readSnapshotAndForgetIt(store);
        store.readSnapshot(Q).close();
        int attempts = bench().has(REPORTS_LEAKS) ? 100 : 3;
        for (int i = 0; i < attempts && !reported.await(25, TimeUnit.MILLISECONDS); i++) {
            System.gc();
            store.rowCount(Q);
        }
        if (bench().has(REPORTS_LEAKS)) {
            assertThat(leaks).hasSize(1).allSatisfy(leak -> {
                assertThat(leak.queryId()).isEqualTo(Q);
                assertThat(leak.openedAt().getStackTrace())
                        .anySatisfy(frame -> assertThat(frame.getMethodName()).contains("readSnapshotAndForgetIt"));
            });
        } else {
            assertThat(leaks).isEmpty();
        }
        assertThat(QueryState.of(store, Q).rows()).isEqualTo(rows(3));
    }

    private static void readSnapshotAndForgetIt(LiveResultsStore store) {
        assertThat(store.readSnapshot(Q).cursor().next()).isTrue();
    }
}
