package io.afterimage.spi;

import io.afterimage.RowMutation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Makes several writes meet in one group, in a known order: they queue up behind a write that is held in its commit. */
final class Grouped {

    /** The query that the held write goes to. */
    static final String HELD = "held";

    private Grouped() {}

    /** The outcomes in order. */
    static List<Object> run(HeapDisk disk, EngineStore store, List<Operation> operations) throws Exception {
        return run(disk, store, operations, call -> false);
    }

    /** The outcomes in order where the first such call of the group fails as unavailable. */
    static List<Object> run(HeapDisk disk, EngineStore store, List<Operation> operations, Predicate<String> failing)
            throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CompletableFuture<Void> released = new CompletableFuture<>();
        disk.onCall(name -> {
            if (name.equals("commit")) {
                reached.countDown();
                released.join();
            }
        });
        List<Future<Object>> outcomes = new ArrayList<>();
        Operation held = Operation.apply(HELD, List.of(RowMutation.upsert(1, new byte[1])));
        Future<Object> first = queued(store, held);
        reached.await();
        for (Operation operation : operations) {
            outcomes.add(queued(store, operation));
        }
        AtomicInteger commits = new AtomicInteger();
        disk.onCall(name -> {
            boolean ofTheGroup = commits.get() == 1;
            if (name.equals("committed")) {
                commits.incrementAndGet();
            }
            if (ofTheGroup && failing.test(name)) {
                commits.incrementAndGet();
                throw HeapDisk.unavailable();
            }
        });
        released.complete(null);
        first.get();
        List<Object> answers = new ArrayList<>();
        for (Future<Object> outcome : outcomes) {
            answers.add(outcome.get());
        }
        disk.onCall(name -> {});
        return answers;
    }

    /** Starts the operation and returns once it waits, or is done because it needs no write. */
    static Future<Object> queued(EngineStore store, Operation operation) {
        FutureTask<Object> task = new FutureTask<>(() -> operation.outcome(store));
        Thread thread = new Thread(task, "writer");
        thread.start();
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return task;
    }
}
