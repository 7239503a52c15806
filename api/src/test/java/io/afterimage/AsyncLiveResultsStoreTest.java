package io.afterimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Order, back-pressure and close of the asynchronous view, with real threads and gates instead of pauses. */
class AsyncLiveResultsStoreTest {

    private static final int MANY = 500;

    private final InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();

    @Test
    void operations_answerWhatTheStoreAnswers() {
        try (AsyncLiveResultsStore async =
                AsyncLiveResultsStore.borrowing(store).open()) {
            byte[] one = {1};
            async.applyMutations("a", List.of(RowMutation.upsert(1, one), RowMutation.upsert(2, one)));
            assertThat(get(async.commit(commit("a", 1)))).isEqualTo(new CommitResult.Applied(at(1, 1), 3));
            assertThat(get(async.row("a", 1))).hasValue(one);
            assertThat(get(async.rowCount("a"))).isEqualTo(3);
            assertThat(get(async.position("a"))).isEqualTo(at(1, 1));
            assertThat(get(async.sourcePositions("a"))).containsEntry("s", one);
            assertThat(get(async.outboxAfter("a", at(1, 0)))).isInstanceOf(OutboxRead.Entries.class);
            assertThat(get(async.outboxAfter("a", at(1, 1), 1))).isInstanceOf(OutboxRead.UpToDate.class);
            assertThat(get(async.readSnapshot("a")).rowCount()).isEqualTo(3);
            assertThat(get(async.verify("a")).passed()).isTrue();
            assertThat(get(async.verifyAll())).hasSize(2);
            assertThat(get(async.queries())).hasSize(1);
            get(async.clear("a"));
            assertThat(store.rowCount("a")).isZero();
            assertThat(get(async.reset("a", 0, 0))).isEqualTo(at(2, 0));
            assertThat(get(async.replaceAll("a", Position.NONE, RowSource.of(List.of()))))
                    .isEqualTo(at(3, 0));
            assertThat(get(async.drop("a"))).isTrue();
        }
    }

    @Test
    void callsOnOneQuery_madeWithoutWaiting_completeInTheirOrder() {
        List<Long> completed = Collections.synchronizedList(new ArrayList<>());
        try (AsyncLiveResultsStore async =
                AsyncLiveResultsStore.borrowing(store).threads(4).open()) {
            for (long sequence = 1; sequence <= MANY; sequence++) {
                async.commit(commit("a", sequence))
                        .thenAccept(answer -> completed.add(answer.position().sequence()));
            }
        }
        assertThat(completed)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, MANY).boxed().toList());
    }

    @Test
    void commitAllOfQueriesInAnyOrder_fromManyThreads_endsInOrderOfEach() throws InterruptedException {
        List<String> queryIds = List.of("a", "b", "c");
        List<CompletionStage<List<CommitResult>>> answers = Collections.synchronizedList(new ArrayList<>());
        try (AsyncLiveResultsStore async =
                AsyncLiveResultsStore.borrowing(store).threads(3).maxPending(7).open()) {
            CyclicBarrier start = new CyclicBarrier(queryIds.size());
            List<Thread> callers = IntStream.range(0, queryIds.size())
                    .mapToObj(shift -> new Thread(() -> {
                        await(start);
                        for (int i = 0; i < MANY; i++) {
                            answers.add(async.commitAll(commitsOfAll(shifted(queryIds, shift), i + 1L)));
                        }
                    }))
                    .toList();
            callers.forEach(Thread::start);
            for (Thread caller : callers) {
                caller.join();
            }
        }
        assertThat(answers)
                .hasSize(queryIds.size() * MANY)
                .allSatisfy(answer -> assertThat(get(answer)).doesNotHaveAnyElementsOfTypes(CommitResult.Gap.class));
        assertThat(queryIds)
                .allSatisfy(queryId -> assertThat(store.position(queryId)).isEqualTo(at(1, MANY)));
    }

    @Test
    void callsOnDifferentQueries_runBesideEachOther() {
        CyclicBarrier meeting = new CyclicBarrier(2);
        try (AsyncLiveResultsStore async =
                AsyncLiveResultsStore.borrowing(store).threads(2).open()) {
            async.replaceAll("a", Position.NONE, rowsAfter(() -> await(meeting)));
            assertThat(get(async.replaceAll("b", Position.NONE, rowsAfter(() -> await(meeting)))))
                    .isEqualTo(at(1, 0));
        }
    }

    @Test
    void caller_atTheBound_waitsForRoom() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        try (AsyncLiveResultsStore async =
                AsyncLiveResultsStore.borrowing(store).threads(1).maxPending(1).open()) {
            CompletionStage<Position> first = async.replaceAll("a", Position.NONE, rowsAfter(() -> await(gate)));
            CompletableFuture<Long> second = new CompletableFuture<>();
            Thread caller = new Thread(() -> second.complete(get(async.rowCount("a"))));
            caller.start();
            awaitWaiting(caller);
            assertThat(done(first)).isFalse();
            gate.countDown();
            assertThat(second.join()).isZero();
            caller.join();
        }
    }

    @Test
    void caller_interruptedAtTheBound_isToldByItsStage() {
        CountDownLatch gate = new CountDownLatch(1);
        try (AsyncLiveResultsStore async =
                AsyncLiveResultsStore.borrowing(store).maxPending(1).open()) {
            async.replaceAll("a", Position.NONE, rowsAfter(() -> await(gate)));
            Thread.currentThread().interrupt();
            CompletionStage<Long> refused = async.rowCount("a");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure(refused)).isInstanceOf(StoreUnavailableException.class);
            gate.countDown();
        }
    }

    @Test
    void dependent_thatCallsTheView_doesNotWaitForRoom() {
        try (AsyncLiveResultsStore async =
                AsyncLiveResultsStore.borrowing(store).threads(1).maxPending(1).open()) {
            CompletionStage<Long> chain = async.commit(commit("a", 1))
                    .thenCompose(applied -> async.commit(commit("b", 1)))
                    .thenCompose(applied -> async.rowCount("b"));
            assertThat(get(chain)).isEqualTo(1);
        }
    }

    @Test
    void errorOfTheStore_completesTheStageUnwrapped() {
        try (AsyncLiveResultsStore async =
                AsyncLiveResultsStore.borrowing(store).open()) {
            assertThat(failure(async.rowCount(""))).isInstanceOf(RefusedException.class);
            AssertionError mine = new AssertionError("mine");
            RowSource failing = rowsAfter(() -> {
                throw mine;
            });
            assertThat(failure(async.replaceAll("a", Position.NONE, failing))).isSameAs(mine);
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() -> get(async.rowCount("")))
                    .withCauseInstanceOf(RefusedException.class);
            assertThat(get(async.rowCount("a"))).isZero();
        }
    }

    @Test
    void close_finishesWhatWasAccepted_andRefusesTheRest() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        AsyncLiveResultsStore async =
                AsyncLiveResultsStore.borrowing(store).threads(1).maxPending(2).open();
        CompletionStage<Position> running = async.replaceAll("a", Position.NONE, rowsAfter(() -> await(gate)));
        CompletionStage<CommitResult> queued = async.commit(commit("b", 1));
        CompletableFuture<Throwable> late = new CompletableFuture<>();
        Thread caller = new Thread(() -> late.complete(failure(async.rowCount("a"))));
        caller.start();
        awaitWaiting(caller);
        Thread closer = new Thread(async::close);
        closer.start();
        assertThat(late.join()).isInstanceOf(StoreClosedException.class);
        assertThat(done(running)).isFalse();
        gate.countDown();
        closer.join();
        assertThat(get(running)).isEqualTo(at(1, 0));
        assertThat(get(queued).applied()).isTrue();
        assertThat(failure(async.queries())).isInstanceOf(StoreClosedException.class);
        async.close();
        assertThat(store.queries()).hasSize(2);
    }

    @Test
    void close_ofAnOwningView_closesTheStore() {
        AsyncLiveResultsStore async = AsyncLiveResultsStore.owning(store).open();
        async.close();
        assertThatExceptionOfType(StoreClosedException.class).isThrownBy(store::queries);
    }

    @Test
    void close_onAThreadOfTheView_isRefused() {
        try (AsyncLiveResultsStore async =
                AsyncLiveResultsStore.borrowing(store).open()) {
            RowSource closing = rowsAfter(async::close);
            assertThat(failure(async.replaceAll("a", Position.NONE, closing))).isInstanceOf(RefusedException.class);
            assertThat(get(async.rowCount("a"))).isZero();
        }
    }

    @Test
    void settings_belowOne_areRefused() {
        AsyncLiveResultsStore.Builder builder = AsyncLiveResultsStore.borrowing(store);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> builder.threads(0));
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> builder.maxPending(0));
    }

    private static ResultCommit commit(String queryId, long sequence) {
        return ResultCommit.of(queryId, sequence, List.of(RowMutation.upsert(-sequence, new byte[1])))
                .outbox(new byte[1])
                .sourcePosition("s", new byte[] {1})
                .build();
    }

    private static List<ResultCommit> commitsOfAll(List<String> queryIds, long sequence) {
        return queryIds.stream().map(queryId -> commit(queryId, sequence)).toList();
    }

    private static List<String> shifted(List<String> queryIds, int shift) {
        List<String> shifted = new ArrayList<>(queryIds);
        Collections.rotate(shifted, shift);
        return shifted;
    }

    private static Position at(long generation, long sequence) {
        return new Position(generation, sequence, 0);
    }

    /** A source without rows that does something before it says so. */
    private static RowSource rowsAfter(Runnable before) {
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

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static boolean done(CompletionStage<?> stage) {
        return stage.toCompletableFuture().isDone();
    }

    /** What a stage failed with, as a dependent of it sees it. */
    private static Throwable failure(CompletionStage<?> stage) {
        return get(stage.<Throwable>handle((value, failure) -> failure));
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException interruption) {
            throw new AssertionError(interruption);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException interruption) {
            throw new AssertionError(interruption);
        }
    }
}
