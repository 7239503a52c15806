package io.afterimage.mirror;

import java.time.Duration;

/**
 * A reader that follows the event log from a position, at its own pace. It holds no events itself: what it hands out is
 * read from the log, so nothing is lost between commit and delivery, and a reader that is too slow for the log's retention
 * is told so by {@link EventRead.Lag}. Not thread-safe; one thread at a time. It may be closed from any thread.
 */
public interface EventSubscription extends AutoCloseable {

    /**
     * What follows, without waiting. A page moves the subscription to its position; a lag leaves it where it is.
     *
     * @return the next page (empty at the head), or why there is none
     */
    EventRead poll();

    /**
     * What follows, waiting for it if there is nothing yet.
     *
     * @param patience how long to wait at most
     * @return as {@link #poll}; an empty page if the patience ran out
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    EventRead next(Duration patience) throws InterruptedException;

    /**
     * The number of the last event that was handed out or left out by the filter.
     *
     * @return the position
     */
    long position();

    /**
     * Goes on from another number, for example after a lag.
     *
     * @param sequence the number after which to read on
     */
    void moveTo(long sequence);

    /** Ends the subscription and wakes up whoever waits in it. Idempotent. */
    @Override
    void close();
}
