package io.afterimage.mirror;

import io.afterimage.mirror.source.Pulled;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a pull be interrupted from outside, and only a pull: a batch that is being written is written to its end.
 * Thread-safe.
 */
final class PullGate {

    private boolean stopped;
    private @Nullable Thread puller;

    /** A way to get deltas. */
    interface Pull {
        Optional<Pulled> get() throws InterruptedException;
    }

    /**
     * Pulls.
     *
     * @return what was pulled; empty if there is nothing more, or if it was stopped
     * @throws InterruptedException if somebody else interrupted the thread
     */
    Optional<Pulled> pull(Pull pull) throws InterruptedException {
        if (!enter()) {
            return Optional.empty();
        }
        try {
            return pull.get();
        } catch (InterruptedException e) {
            if (isStopped()) {
                return Optional.empty();
            }
            throw e;
        } finally {
            leave();
        }
    }

    private synchronized boolean enter() {
        puller = stopped ? null : Thread.currentThread();
        return !stopped;
    }

    private synchronized void leave() {
        puller = null;
        if (stopped) {
            Thread.interrupted(); // it came from here, and must not hit the write that may follow
        }
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    synchronized void stop() {
        stopped = true;
        if (puller != null) {
            puller.interrupt();
        }
    }
}
