package io.afterimage.mirror;

import io.afterimage.StoreClosedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A reader that follows the event log from a position, at its own pace. It holds no events itself: what it hands out is
 * read from the log, so nothing is lost between commit and delivery, its memory is that of one page, and a reader that is
 * too slow for the log's retention is told so by {@link EventRead.Lag}.
 *
 * <p>Not thread-safe; one thread at a time. It may be closed from any thread.
 */
public final class EventSubscription implements AutoCloseable {

    private static final int PAGE_EVENTS = 500;

    private final EventLog log;
    private final HeadSignal signal;
    private final EventFilter filter;
    private final Consumer<EventSubscription> onClose;
    private long position;
    private volatile boolean closed;

    EventSubscription(
            EventLog log, HeadSignal signal, EventFilter filter, long position, Consumer<EventSubscription> onClose) {
        this.log = log;
        this.signal = signal;
        this.filter = filter;
        this.position = position;
        this.onClose = onClose;
    }

    /**
     * What follows, without waiting. A page moves the subscription to its position; a lag leaves it where it is.
     *
     * @return the next page (empty at the head), or why there is none
     * @throws StoreClosedException if the subscription or its mirror is closed
     */
    public EventRead poll() {
        requireOpen();
        EventRead read = log.after(position, PAGE_EVENTS);
        if (!(read instanceof EventRead.Page page)) {
            return read;
        }
        position = page.position();
        return filter == EventFilter.ALL ? page : page.applied();
    }

    /**
     * What follows, waiting for it if there is nothing yet. Batches of this mirror end the waiting at once; those that
     * another process writes are noticed when the patience has run out.
     *
     * @param patience how long to wait at most
     * @return as {@link #poll}; an empty page if the patience ran out
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws StoreClosedException if the subscription or its mirror is closed, also while it waits
     */
    public EventRead next(Duration patience) throws InterruptedException {
        signal.await(() -> closed || log.head() != position, TimeUnit.NANOSECONDS.convert(patience));
        return poll();
    }

    /**
     * Waits until something follows, and leaves it there. What it notices is that of {@link #next}.
     *
     * @param patience how long to wait at most
     * @return false if the patience ran out
     * @throws InterruptedException if the thread is interrupted while it waits
     * @throws StoreClosedException if the subscription or its mirror is closed, also while it waits
     */
    public boolean await(Duration patience) throws InterruptedException {
        signal.await(() -> closed || log.head() != position, patience.toNanos());
        requireOpen();
        return log.head() != position;
    }

    /**
     * The number of the last event that was handed out or left out by the filter.
     *
     * @return the position
     */
    public long position() {
        return position;
    }

    /**
     * Goes on from another number, for example after a lag.
     *
     * @param sequence the number after which to read on
     */
    public void moveTo(long sequence) {
        position = sequence;
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException(
                    "The subscription or its mirror is closed. Next: subscribe again at " + position + ".");
        }
    }

    /** Ends the subscription and wakes up whoever waits in it. Idempotent. */
    @Override
    public void close() {
        closed = true;
        signal.raise();
        onClose.accept(this);
    }
}
