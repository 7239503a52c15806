package io.afterimage;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Runs calls on platform threads of its own: those of one query one after another in the order they were made, those of
 * different queries beside each other. Thread-safe.
 *
 * <p>A call waits for the last one before it of each of its queries. Calls are accepted one at a time, so a call only ever
 * waits for earlier ones, and no ring of waiting calls can arise, whatever queries they span.
 */
final class QueryLanes {

    private final int maxPending;
    private final ExecutorService threads;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition idle = lock.newCondition();

    /** The end of the last accepted call of each query that has one. Guarded by the lock, like the next two. */
    private final Map<String, CompletableFuture<Void>> lastEnds = new HashMap<>();

    private int pending;
    private boolean closed;

    QueryLanes(int threads, int maxPending) {
        this.maxPending = maxPending;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(
                threads, work -> new Worker(this, work, "afterimage-async-" + number.incrementAndGet()));
    }

    /** Accepts a call, waiting for room if need be. Whatever happens is told by the future. */
    <T> CompletableFuture<T> submit(Set<String> queryIds, Supplier<T> call) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            CompletableFuture<Void> unused = // the answer tells all
                    enter(queryIds, end).thenRunAsync(() -> run(call, answer, queryIds, end), threads);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            answer.completeExceptionally(new StoreUnavailableException(
                    "The thread was interrupted while it waited for room in the queue. Next: repeat the call.",
                    interruption));
        } catch (StoreClosedException refusal) {
            answer.completeExceptionally(refusal);
        }
        return answer;
    }

    /** Refuses new calls, also those that wait for room, and waits until the accepted ones have ended. */
    void close() {
        if (isOwnThread()) {
            throw new RefusedException("The store would wait for itself. Found: a call of close by one of its own"
                    + " threads. Next: close it from another one.");
        }
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            while (pending > 0) {
                idle.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        threads.shutdown();
    }

    /** Gives the future that tells when the calls before this one have ended. */
    private CompletableFuture<Void> enter(Set<String> queryIds, CompletableFuture<Void> end)
            throws InterruptedException {
        lock.lock();
        try {
            awaitRoom();
            pending++;
            Collection<CompletableFuture<Void>> before = queryIds.stream()
                    .map(queryId -> lastEnds.put(queryId, end))
                    .filter(Objects::nonNull)
                    .toList();
            return CompletableFuture.allOf(before.toArray(CompletableFuture<?>[]::new));
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() throws InterruptedException {
        while (!closed && pending >= maxPending && !isOwnThread()) {
            room.await();
        }
        if (closed) {
            throw new StoreClosedException("The asynchronous view of the store is closed.");
        }
    }

    private <T> void run(
            Supplier<T> call, CompletableFuture<T> answer, Set<String> queryIds, CompletableFuture<Void> end) {
        try {
            answer.complete(call.get());
        } catch (Throwable failure) { // it belongs to the caller, whatever it is
            answer.completeExceptionally(failure);
        } finally {
            leave(queryIds, end);
        }
    }

    private void leave(Set<String> queryIds, CompletableFuture<Void> end) {
        lock.lock();
        try {
            queryIds.forEach(queryId -> lastEnds.remove(queryId, end));
            pending--;
            room.signal();
            if (pending == 0) {
                idle.signalAll();
            }
        } finally {
            lock.unlock();
        }
        end.complete(null);
    }

    private boolean isOwnThread() {
        return Thread.currentThread() instanceof Worker worker && worker.lanes == this;
    }

    private static final class Worker extends Thread {

        private final QueryLanes lanes;

        Worker(QueryLanes lanes, Runnable work, String name) {
            super(work, name);
            this.lanes = lanes;
            setDaemon(true);
        }
    }
}
