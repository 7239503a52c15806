package io.afterimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Closing the store, its snapshots and their cursors (C19), also while others use them. */
class InMemoryCloseTest {

    private static final String Q = "q";

    private final InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();

    @Test
    void closedStore_everyCall_saysSo() {
        store.close();
        store.close();
        closed(
                () -> store.applyMutations(Q, List.of()),
                () -> store.readSnapshot(Q),
                () -> store.rowCount(Q),
                () -> store.clear(Q),
                () -> store.commitAll(List.of()),
                () -> store.position(Q),
                () -> store.sourcePositions(Q),
                () -> store.outboxAfter(Q, Position.NONE),
                () -> store.reset(Q, 0, 0),
                () -> store.replaceAll(Q, Position.NONE, RowSource.of(List.of())),
                () -> store.row(Q, 0),
                () -> store.drop(Q),
                store::queries,
                () -> store.verify(Q),
                store::verifyAll);
    }

    @Test
    void closedStore_closesWhatItOpened() {
        store.applyMutations(Q, List.of(RowMutation.delete(1)));
        Snapshot snapshot = store.readSnapshot(Q);
        RowCursor cursor = snapshot.cursor();
        Stream<Row> stream = snapshot.stream();
        store.close();
        closed(snapshot::position, snapshot::rowCount, snapshot::cursor, () -> snapshot.split(1));
        closed(cursor::next, cursor::rowSignature, cursor::data, cursor::copyData, stream::toList);
        assertThat(snapshot.queryId()).isEqualTo(Q);
        cursor.close();
        snapshot.close();
    }

    @Test
    void closedSnapshot_closesItsCursors_andNothingElse() {
        Snapshot snapshot = store.readSnapshot(Q);
        RowCursor cursor = snapshot.split(2).get(1);
        snapshot.close();
        snapshot.close();
        closed(cursor::next, snapshot::toList, snapshot::rowCount);
        assertThat(store.readSnapshot(Q).toList()).isEmpty();
    }

    @Test
    void closedCursor_leavesItsSnapshotOpen() {
        Snapshot snapshot = store.readSnapshot(Q);
        RowCursor cursor = snapshot.cursor();
        cursor.close();
        cursor.close();
        closed(cursor::next, cursor::data);
        assertThat(snapshot.toList()).isEmpty();
    }

    @Test
    void close_whileOthersUseTheStore_letsThemFinishOrSaysSo() throws Exception {
        int users = 4;
        ExecutorService threads = Executors.newFixedThreadPool(users);
        CountDownLatch working = new CountDownLatch(users);
        List<Future<?>> ends = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            String queryId = Q + user;
            ends.add(threads.submit(() -> useUntilClosed(queryId, working)));
        }
        working.await();
        store.close();
        for (Future<?> end : ends) {
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(end::get)
                    .withCauseInstanceOf(StoreClosedException.class);
        }
        threads.shutdown();
    }

    /** Every read must agree with the writes of this thread, the only one that writes to its query. */
    private void useUntilClosed(String queryId, CountDownLatch working) {
        for (long sequence = 1; ; sequence++) {
            store.commit(ResultCommit.of(queryId, sequence, List.of(RowMutation.upsert(sequence, new byte[1])))
                    .build());
            try (Snapshot snapshot = store.readSnapshot(queryId)) {
                assertThat(snapshot.position().sequence()).isEqualTo(sequence);
                assertThat(snapshot.rowCount()).isEqualTo(sequence);
            }
            if (sequence == 10) {
                working.countDown();
            }
        }
    }

    private static void closed(ThrowingCallable... calls) {
        for (ThrowingCallable call : calls) {
            assertThatExceptionOfType(StoreClosedException.class).isThrownBy(call);
        }
    }
}
