package io.afterimage.mirror;

import io.afterimage.RefusedException;
import io.afterimage.mirror.source.SyncSource;
import org.jspecify.annotations.Nullable;

/** A source and who is at it: one sync at a time. Thread-safe. */
final class SourceLane {

    private final SyncSource source;

    private boolean closed;
    private @Nullable PullGate busy;
    private @Nullable Thread holder;

    SourceLane(SyncSource source) {
        this.source = source;
    }

    SyncSource source() {
        return source;
    }

    /**
     * Takes the lane, until {@link #leave}.
     *
     * @throws RefusedException if somebody else has it
     */
    synchronized PullGate enter() {
        if (closed) {
            throw new SyncerClosedException(source.id());
        }
        if (busy != null) {
            throw new RefusedException("The source is being synced or followed already. Source: " + source.id()
                    + ". Next: wait for its end, or close what follows it.");
        }
        busy = new PullGate();
        holder = Thread.currentThread();
        return busy;
    }

    /** Says which thread holds it from now on. */
    synchronized void holdBy(Thread thread) {
        holder = thread;
    }

    void leave() {
        leave(() -> {});
    }

    /** Leaves the lane, and says so to others too before anybody sees it. */
    synchronized void leave(Runnable tell) {
        busy = null;
        holder = null;
        tell.run();
        notifyAll();
    }

    /** Lets nobody in any more and asks who is in to leave. */
    synchronized void beginClosing() {
        closed = true;
        if (busy != null) {
            busy.stop();
        }
    }

    /** Waits until nobody is in, unless it is the caller. */
    synchronized void awaitEmpty() {
        boolean interrupted = false;
        while (busy != null && !Thread.currentThread().equals(holder)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
