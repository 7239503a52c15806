package io.afterimage.spi;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One write on its way through the {@link WriteQueue}, and the place where its caller waits for the answer. */
abstract class WriteRequest<R> {

    private final Thread owner = Thread.currentThread();
    private @Nullable R answer;
    private @Nullable Throwable failure;
    private volatile boolean finished;

    /** A request that needs no preparation. */
    static <R> WriteRequest<R> planned(Function<WriteGroup, R> plan) {
        return new WriteRequest<>() {
            @Override
            R plan(WriteGroup group) {
                return plan.apply(group);
            }
        };
    }

    /** Makes the count index ready for what {@link #plan} will do. Runs before any request of the group is planned. */
    void prepare(WriteGroup group) {}

    /**
     * Decides, and puts into the group what it decides to write. Runs once, under the write lock. What it refuses by an
     * exception, it refuses before it has put anything.
     */
    abstract R plan(WriteGroup group);

    /** How many bytes of rows it carries, roughly; bounds the size of a group. */
    long bytes() {
        return 0;
    }

    /**
     * Whether nothing may follow it in its group: it gives a query other rows, for which those that follow would have to
     * be prepared once it is in the engine.
     */
    boolean endsGroup() {
        return false;
    }

    final Thread owner() {
        return owner;
    }

    final boolean finished() {
        return finished;
    }

    final void planIn(WriteGroup group) {
        answer = plan(group);
    }

    /** Will finish with the failure instead of an answer. */
    final void failWith(Throwable cause) {
        failure = cause;
    }

    final boolean failed() {
        return failure != null;
    }

    /** Gives the caller what has become of it. */
    final void finish() {
        finished = true;
        if (!owner.equals(Thread.currentThread())) {
            LockSupport.unpark(owner);
        }
    }

    final R answer() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return Objects.requireNonNull(answer, "answer");
    }
}
