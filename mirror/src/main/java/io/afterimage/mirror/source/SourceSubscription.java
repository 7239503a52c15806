package io.afterimage.mirror.source;

import java.util.Optional;

/**
 * Batches of deltas as they come, each with the cursor that stands after it. {@link #next} is for one thread at a time;
 * {@link #close} may be called from any.
 */
public interface SourceSubscription extends AutoCloseable {

    /**
     * Waits for the next batch. It holds at least one delta or a cursor that has moved.
     *
     * @return the batch; empty once the subscription is closed
     * @throws SourceException if the source fails; calling again resumes after the last batch
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    Optional<Pulled> next() throws InterruptedException;

    /** Ends it: whoever waits between two pulls gets an empty answer. Idempotent, and never waits. */
    @Override
    void close();
}
