package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WriteQueueTest {

    /** A request that answers with itself; the queue's writer in these tests plans nothing. */
    private static final class Numbered extends WriteRequest<Integer> {

        final int thread;
        final int number;
        private final boolean last;

        Numbered(int thread, int number) {
            this(thread, number, false);
        }

        Numbered(int thread, int number, boolean last) {
            this.thread = thread;
            this.number = number;
            this.last = last;
        }

        @Override
        Integer plan(WriteGroup group) {
            throw new AssertionError("not planned here");
        }

        @Override
        boolean endsGroup() {
            return last;
        }
    }

    private final List<Numbered> written = new ArrayList<>();
    private final AtomicInteger writers = new AtomicInteger();

    private void write(List<WriteRequest<?>> group) {
        assertThat(writers.incrementAndGet()).isOne();
        group.forEach(request -> written.add((Numbered) request));
        group.forEach(request -> request.failWith(new Answer()));
        writers.decrementAndGet();
        group.forEach(WriteRequest::finish);
    }

    /** What these requests end with, for they are never planned. */
    private static final class Answer extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void submit_fromManyThreads_writesAllOnceAndEachThreadsInOrder() throws Exception {
        WriteQueue queue = new WriteQueue(this::write);
        int threads = 8;
        int each = 5_000;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<?>> futures = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            futures.add(executor.submit(() -> {
                for (int i = 0; i < each; i++) {
                    Numbered request = new Numbered(thread, i);
                    assertThatThrownBy(() -> queue.submit(request)).isInstanceOf(Answer.class);
                }
            }));
        }
        for (Future<?> future : futures) {
            future.get();
        }
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(written).hasSize(threads * each);
        Map<Integer, Integer> last = new HashMap<>();
        written.forEach(request -> assertThat(last.merge(request.thread, 0, (before, none) -> before + 1))
                .isEqualTo(request.number));
    }

    @Test
    void submit_whileAGroupIsWritten_joinsTheNextOneUpToARequestThatEndsIt() throws Exception {
        List<Integer> sizes = new ArrayList<>();
        CountDownLatch writing = new CountDownLatch(1);
        CompletableFuture<Void> go = new CompletableFuture<>();
        WriteQueue queue = new WriteQueue(group -> {
            sizes.add(group.size());
            writing.countDown();
            go.join();
            write(group);
        });
        List<FutureTask<Integer>> tasks = new ArrayList<>();
        tasks.add(start(queue, new Numbered(0, 0)));
        writing.await();
        for (int i = 1; i < 6; i++) {
            tasks.add(startAndPark(queue, new Numbered(i, 0, i == 3)));
        }
        go.complete(null);
        for (FutureTask<Integer> task : tasks) {
            assertThatThrownBy(task::get).hasCauseInstanceOf(Answer.class);
        }
        assertThat(sizes).containsExactly(1, 3, 2);
        assertThat(written).extracting(request -> request.thread).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void submit_writerThrows_failsForEveryCallerAndTheQueueGoesOn() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CompletableFuture<Void> go = new CompletableFuture<>();
        AtomicInteger groups = new AtomicInteger();
        WriteQueue queue = new WriteQueue(group -> {
            if (groups.getAndIncrement() == 0) {
                writing.countDown();
                go.join();
                return; // forgets to finish
            }
            throw new StackOverflowError("writer");
        });
        FutureTask<Integer> first = start(queue, new Numbered(0, 0));
        writing.await();
        List<FutureTask<Integer>> others = new ArrayList<>();
        for (int i = 1; i < 4; i++) {
            others.add(startAndPark(queue, new Numbered(i, 0)));
        }
        go.complete(null);
        assertThatThrownBy(first::get).hasCauseInstanceOf(IllegalStateException.class);
        for (FutureTask<Integer> other : others) {
            assertThatThrownBy(other::get).hasCauseInstanceOf(StackOverflowError.class);
        }
        assertThatThrownBy(() -> queue.submit(new Numbered(9, 0))).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void submit_interruptedWhileWaiting_writesAndKeepsTheInterrupt() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CompletableFuture<Void> go = new CompletableFuture<>();
        WriteQueue queue = new WriteQueue(group -> {
            writing.countDown();
            go.join();
            write(group);
        });
        FutureTask<Integer> first = start(queue, new Numbered(0, 0));
        writing.await();
        CompletableFuture<Boolean> interruptedAfterwards = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                queue.submit(new Numbered(1, 0));
            } catch (Answer e) {
                interruptedAfterwards.complete(Thread.currentThread().isInterrupted());
            }
        });
        waiter.start();
        awaitParked(waiter);
        waiter.interrupt();
        go.complete(null);
        assertThat(interruptedAfterwards.get()).isTrue();
        assertThatThrownBy(first::get).hasCauseInstanceOf(Answer.class);
        assertThat(written).hasSize(2);
    }

    private static FutureTask<Integer> start(WriteQueue queue, Numbered request) {
        FutureTask<Integer> task = new FutureTask<>(() -> queue.submit(
                new Numbered(request.thread, request.number, request.last))); // made by the thread that waits for it
        new Thread(task).start();
        return task;
    }

    private static FutureTask<Integer> startAndPark(WriteQueue queue, Numbered request) {
        FutureTask<Integer> task =
                new FutureTask<>(() -> queue.submit(new Numbered(request.thread, request.number, request.last)));
        Thread thread = new Thread(task);
        thread.start();
        awaitParked(thread);
        return task;
    }

    private static void awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
