package io.afterimage.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tasks that start at the same moment, each on a platform thread of its own. */
final class Race {

    /** After this long a race is taken to hang. */
    private static final int PATIENCE_SECONDS = 60;

    /** A task that may fail. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    private Race() {}

    /** Runs all tasks to their end and fails if one fails, with every failure suppressed in it. */
    static void between(Task... tasks) {
        between(List.of(tasks));
    }

    /** Runs the reading again and again beside the writing, and once more after its end. */
    static void readingWhile(Task writing, Task reading) {
        AtomicBoolean done = new AtomicBoolean();
        between(
                () -> {
                    try {
                        writing.run();
                    } finally {
                        done.set(true);
                    }
                },
                () -> {
                    while (!done.get()) {
                        reading.run();
                    }
                    reading.run();
                });
    }

    /** Runs all tasks to their end and fails if one fails, with every failure suppressed in it. */
    static void between(List<Task> tasks) {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        List<FutureTask<Boolean>> runs = new ArrayList<>();
        for (Task task : tasks) {
            FutureTask<Boolean> run = new FutureTask<>(() -> {
                start.await();
                task.run();
                return true;
            });
            Thread thread = new Thread(run, "race-" + runs.size());
            thread.setDaemon(true);
            thread.start();
            runs.add(run);
        }
        AssertionError failure = new AssertionError("A task of the race failed.");
        runs.forEach(run -> await(run, failure));
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private static void await(FutureTask<Boolean> run, AssertionError failure) {
        try {
            run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            failure.addSuppressed(e.getCause());
        } catch (TimeoutException e) {
            failure.addSuppressed(new AssertionError("A task of the race hangs.", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(e);
        }
    }
}
