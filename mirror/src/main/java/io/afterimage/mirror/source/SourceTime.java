package io.afterimage.mirror.source;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What time it is, and how to let some pass. Tests have their own. Thread-safe. */
public interface SourceTime {

    /**
     * The moment, for timestamps.
     *
     * @return now
     */
    Instant now();

    /**
     * Nanoseconds since some fixed moment, for measuring.
     *
     * @return the nanoseconds
     */
    long nanoTime();

    /**
     * Waits until a latch opens or a time has passed.
     *
     * @param stop ends the waiting when it opens
     * @param atMost how long to wait at most (0 or more)
     * @return true if the latch is open
     * @throws InterruptedException if the thread is interrupted
     */
    boolean await(CountDownLatch stop, Duration atMost) throws InterruptedException;

    /**
     * Lets a time pass.
     *
     * @param duration how long (0 or more)
     * @throws InterruptedException if the thread is interrupted
     */
    default void pause(Duration duration) throws InterruptedException {
        await(new CountDownLatch(1), duration);
    }

    /**
     * The machine's own time.
     *
     * @return the time
     */
    static SourceTime system() {
        return SystemTime.THE_ONE;
    }

    /** The machine's own time. */
    enum SystemTime implements SourceTime {
        /** There is but one. */
        THE_ONE;

        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public boolean await(CountDownLatch stop, Duration atMost) throws InterruptedException {
            return stop.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
