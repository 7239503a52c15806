package io.afterimage.reactions;

import java.time.Duration;

/** Runs something later: how the runtime waits without holding a thread. Thread-safe. */
@FunctionalInterface
public interface Alarm {

    /**
     * Runs a task after a while.
     *
     * @param delay how long to wait (0 or more)
     * @param task what to run; quick
     */
    void after(Duration delay, Runnable task);
}
