package io.afterimage.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Tasks side by side. */
final class Parallel {

    private Parallel() {}

    /** Runs all tasks and adds up what they return. */
    static long sum(List<Callable<Long>> tasks, ExecutorService threads) {
        try {
            long sum = 0;
            for (Future<Long> task : threads.invokeAll(tasks)) {
                sum += task.get();
            }
            return sum;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The benchmark was interrupted.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A part of the benchmark failed.", e);
        }
    }
}
