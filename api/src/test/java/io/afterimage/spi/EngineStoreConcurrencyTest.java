package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CommitResult;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import io.afterimage.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The store's core against other threads: what they may see, and what a close may meet. */
@Timeout(120)
class EngineStoreConcurrencyTest {

    private static final StoreSettings NO_INDEX = StoreSettings.DEFAULT.withCountIndexBytes(0);

    private final HeapDisk disk = new HeapDisk();

    @AfterEach
    void engine_nothingMisusedOrLeftOpen() {
        assertThat(disk.misuse()).isEmpty();
        assertThat(disk.openThings()).isZero();
    }

    private static RowMutation upsert(long signature) {
        return RowMutation.upsert(signature, new byte[1]);
    }

    private static List<Row> rows(int count) {
        return LongStream.range(0, count)
                .mapToObj(signature -> new Row(signature, new byte[1]))
                .toList();
    }

    /** Between the engine's commit and the publishing, a snapshot is ahead; nothing may fall back behind it. */
    @Test
    void reads_afterASnapshotThatIsAheadOfThePublishing_areNotBehindIt() throws Exception {
        try (EngineStore store = disk.open(NO_INDEX)) {
            store.applyMutations("a", List.of(upsert(1)));
            CountDownLatch committed = new CountDownLatch(1);
            CompletableFuture<Void> publish = new CompletableFuture<>();
            disk.onCall(call -> {
                if (call.equals("committed")) {
                    committed.countDown();
                    publish.join();
                }
            });
            FutureTask<List<CommitResult>> writing = new FutureTask<>(() -> store.commitAll(List.of(
                    ResultCommit.of("a", 1, List.of(upsert(2))).build(),
                    ResultCommit.of("b", 1, List.of(upsert(3))).build())));
            new Thread(writing).start();
            committed.await();
            assertThat(store.row("a", 2)).isPresent();
            try (Snapshot snapshot = store.readSnapshot("a")) {
                assertThat(snapshot.rowCount()).isEqualTo(2);
            }
            assertThat(store.rowCount("a")).isEqualTo(2);
            assertThat(store.position("b").sequence()).isOne();
            publish.complete(null);
            assertThat(writing.get()).allMatch(CommitResult::applied);
        }
    }

    @Test
    void row_movedByAReplacementMeanwhile_isFound() throws Exception {
        try (EngineStore store = disk.open(NO_INDEX)) {
            store.replaceAll("a", Position.NONE, RowSource.of(rows(3)));
            CountDownLatch reading = new CountDownLatch(1);
            CompletableFuture<Void> read = new CompletableFuture<>();
            Thread[] reader = new Thread[1];
            disk.onCall(call -> {
                if (call.equals("row") && Thread.currentThread().equals(reader[0])) {
                    reading.countDown();
                    read.join();
                }
            });
            FutureTask<Boolean> found = new FutureTask<>(() -> store.row("a", 1).isPresent());
            reader[0] = new Thread(found);
            reader[0].start();
            reading.await();
            store.replaceAll("a", Position.NONE, RowSource.of(rows(3)));
            disk.awaitNoGarbage(); // the reclaimer takes the old rows away
            read.complete(null);
            assertThat(found.get()).isTrue();
        }
    }

    @Test
    void flip_followedByWritesThatQueuedUpBehindIt_countsThemExactly() throws Exception {
        try (EngineStore store = disk.open(NO_INDEX)) {
            store.applyMutations("a", List.of(upsert(1), upsert(2)));
            CompletableFuture<Void> sourceEnds = new CompletableFuture<>();
            CountDownLatch sourceAtItsEnd = new CountDownLatch(1);
            RowSource inner = RowSource.of(rows(1_500));
            RowSource source = new RowSource() {
                @Override
                public boolean next() {
                    if (inner.next()) {
                        return true;
                    }
                    sourceAtItsEnd.countDown();
                    sourceEnds.join();
                    return false;
                }

                @Override
                public long rowSignature() {
                    return inner.rowSignature();
                }

                @Override
                public byte[] data() {
                    return inner.data();
                }
            };
            FutureTask<Position> replacing = new FutureTask<>(() -> store.replaceAll("a", Position.NONE, source));
            new Thread(replacing).start();
            sourceAtItsEnd.await();
            sourceEnds.complete(null);
            List<Operation> operations = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                operations.add(Operation.apply("a", List.of(upsert(1), upsert(2_000 + i), RowMutation.delete(3 + i))));
            }
            assertThat(Grouped.run(disk, store, operations)).containsOnly(Operation.DONE);
            replacing.get();
            try (Snapshot snapshot = store.readSnapshot("a")) {
                assertThat(snapshot.rowCount()).isEqualTo(snapshot.toList().size());
            }
        }
    }

    @Test
    void replaceAll_besideClearResetDropAndAnother_endsInOneOfTheirStates() throws Exception {
        try (EngineStore store = disk.open(NO_INDEX)) {
            ExecutorService executor = Executors.newFixedThreadPool(4);
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int thread = t;
                done.add(executor.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        oneOfMany(store, thread, i);
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
            executor.shutdown();
            assertThat(store.verifyAll()).allMatch(verification -> verification.passed());
            disk.awaitNoGarbage(); // ends: nothing is left behind for ever
        }
    }

    private static void oneOfMany(EngineStore store, int thread, int i) {
        switch ((thread + i) % 4) {
            case 0, 1 -> {
                try {
                    store.replaceAll("a", Position.NONE, RowSource.of(rows(i)));
                } catch (StoreUnavailableException e) {
                    assertThat(e).hasMessageContaining("under way");
                }
            }
            case 2 -> store.applyMutations("a", List.of(upsert(-i), upsert(i)));
            default -> {
                store.clear("a");
                if (i % 3 == 0) {
                    store.drop("a");
                } else {
                    store.reset("a", 0, 0);
                }
            }
        }
    }

    @Test
    void replaceAll_sourceFails_leavesTheOldStateAndNothingAside() {
        try (EngineStore store = disk.open(NO_INDEX)) {
            store.applyMutations("a", List.of(upsert(1)));
            for (int i = 0; i < 3; i++) {
                RowSource failing = RowSource.of(() -> LongStream.range(0, 1_200)
                        .mapToObj(signature ->
                                new Row(signature, new byte[Math.floorDiv(1, (int) (1_100 - signature)) + 1]))
                        .iterator());
                assertThatThrownBy(() -> store.replaceAll("a", Position.NONE, failing))
                        .isInstanceOf(ArithmeticException.class);
                assertThat(store.rowCount("a")).isOne();
            }
            disk.awaitNoGarbage();
            store.clear("a"); // takes the epoch that was given back
            store.applyMutations("a", List.of(upsert(1), upsert(2)));
            assertThat(store.rowCount("a")).isEqualTo(2);
        }
    }

    @Test
    void close_againstReadersAndWriters_onlyEverClosesThem() throws Exception {
        for (int round = 0; round < 150; round++) {
            EngineStore store = disk.open(NO_INDEX);
            store.applyMutations("a", List.of(upsert(1), upsert(2), upsert(3)));
            CountDownLatch started = new CountDownLatch(4);
            List<FutureTask<Throwable>> users = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int thread = t;
                users.add(new FutureTask<>(() -> useUntilClosed(store, thread, started)));
            }
            users.forEach(user -> new Thread(user).start());
            started.await();
            store.close();
            store.close();
            for (FutureTask<Throwable> user : users) {
                assertThat(user.get()).isInstanceOf(StoreClosedException.class);
            }
            assertThat(store.openSnapshots()).isZero();
        }
    }

    private static Throwable useUntilClosed(EngineStore store, int thread, CountDownLatch started) {
        started.countDown();
        try {
            while (true) {
                if (thread == 0) {
                    store.applyMutations("a", List.of(upsert(4), RowMutation.delete(4)));
                } else if (thread == 1) {
                    store.row("a", 1);
                    store.replaceAll("a", Position.NONE, RowSource.of(rows(5)));
                } else {
                    walk(store);
                }
            }
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static void walk(EngineStore store) {
        try (Snapshot snapshot = store.readSnapshot("a")) {
            for (RowCursor cursor : snapshot.split(3)) {
                try (cursor) {
                    while (cursor.next()) {
                        cursor.copyData();
                    }
                }
            }
        }
    }

    @Test
    void group_oneRequestRefused_writesTheOthers() throws Exception {
        try (EngineStore store = disk.open(NO_INDEX)) {
            store.replaceAll("a", new Position(Long.MAX_VALUE, 0, 0), RowSource.of(rows(1)));
            List<Operation> operations = List.of(
                    Operation.apply("b", List.of(upsert(1))),
                    new Operation("reset beyond the last life", refused -> refused.reset("a", 0, 0)),
                    Operation.apply("b", List.of(upsert(2))));
            assertThat(Grouped.run(disk, store, operations))
                    .containsExactly(Operation.DONE, RefusedException.class, Operation.DONE);
            assertThat(store.rowCount("b")).isEqualTo(2);
        }
    }
}
