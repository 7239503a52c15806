package io.afterimage.reactions;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a step on an executor, one at a time, as long as it has something to do, and again whenever it is woken. A call to
 * {@link #wake} is never lost, and everything one step wrote is seen by the next. Thread-safe.
 */
final class SerialTask {

    /** How many steps are taken before other tasks of the executor get their turn. */
    private static final int STEPS_PER_TURN = 64;

    private final Executor executor;
    private final BooleanSupplier step;
    private final Consumer<RejectedExecutionException> rejected;
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile @Nullable Thread running;

    /**
     * Creates a task that sleeps.
     *
     * @param step what to do; true if there is more to do
     * @param rejected what to do if the executor takes no more tasks; no step follows
     */
    SerialTask(Executor executor, BooleanSupplier step, Consumer<RejectedExecutionException> rejected) {
        this.executor = executor;
        this.step = step;
        this.rejected = rejected;
    }

    void wake() {
        if (wakes.getAndIncrement() == 0) {
            submit();
        }
    }

    /** Whether the calling thread is the one that is in the middle of a step. */
    boolean isRunningHere() {
        return Thread.currentThread().equals(running);
    }

    private void submit() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            rejected.accept(e); // nobody else runs now, and nobody will
        }
    }

    private void run() {
        if (turn()) {
            submit();
        }
    }

    /** Takes steps until there is nothing to do or the turn is over; true if it must go on. */
    private boolean turn() {
        running = Thread.currentThread();
        try {
            int seen = wakes.get();
            for (int steps = 0; steps < STEPS_PER_TURN; steps++) {
                if (!step.getAsBoolean()) {
                    int missed = wakes.addAndGet(-seen);
                    if (missed == 0) {
                        return false;
                    }
                    seen = missed;
                }
            }
            return true;
        } finally {
            running = null;
        }
    }
}
