package io.afterimage.mirror;

import java.util.List;
import java.util.Optional;

/**
 * The delta mirror on any {@link io.afterimage.LiveResultsStore}: records of any number of resources, an event log that
 * orders their deltas over all resources, and the cursors of their sources.
 *
 * <p>Thread-safe. Batches are applied one after the other, in one writer lane; readers never wait for it.
 */
public interface MirrorStore extends AutoCloseable {

    /**
     * Applies a batch: records, versions, events of applied and skipped deltas and cursors in one atomic write. When it
     * returns, the batch is as durable as the store promises; when it throws a
     * {@link io.afterimage.NothingWritten}, nothing of it is there.
     *
     * @param batch the deltas and cursors
     * @return what became of each delta
     * @throws io.afterimage.OutcomeUnknownException if nobody knows whether the batch was written; reopen the store
     */
    BatchResult apply(DeltaBatch batch);

    /**
     * One record.
     *
     * @param resource the resource
     * @param recordId the record
     * @return the record, empty if it is absent or deleted
     */
    Optional<MirroredRecord> record(String resource, String recordId);

    /**
     * The first page of a resource's records.
     *
     * @param resource the resource
     * @param limit how many at most (1 to 10,000); a page may end earlier, at 4 MiB of payload
     * @return the page
     */
    RecordPage records(String resource, int limit);

    /**
     * The page after another one.
     *
     * @param resource the resource
     * @param token the {@link RecordPage#next} of the page before
     * @param limit how many at most (1 to 10,000)
     * @return the page
     * @throws io.afterimage.RefusedException if the token is not one of this resource
     */
    RecordPage records(String resource, String token, int limit);

    /**
     * How many records a resource has.
     *
     * @param resource the resource
     * @return the exact number, without scanning; 0 for an unknown resource
     */
    long count(String resource);

    /**
     * All resources.
     *
     * @return by name
     */
    List<ResourceInfo> resources();

    /**
     * The events after a number.
     *
     * @param sequence the number, 0 = from the beginning
     * @param limit how many at most (1 to 10,000); a page may end earlier
     * @return the events, applied or not, or why there are none
     */
    EventRead eventsAfter(long sequence, int limit);

    /**
     * Follows the event log.
     *
     * @param sequence the number after which to start; {@link #head} for what comes from now on
     * @param filter which events are asked for
     * @return a subscription, to be closed by the caller
     */
    EventSubscription subscribe(long sequence, EventFilter filter);

    /**
     * The number of the last event. It also grows by one when a batch stores a cursor and has no deltas.
     *
     * @return the number, 0 = none yet
     */
    long head();

    /**
     * The identity of the mirror's life: a follower that holds another one follows another mirror, and starts anew.
     *
     * @return any number but 0
     */
    long life();

    /**
     * Where a source resumes.
     *
     * @param source the id of the source
     * @param resource the resource, or {@link CursorUpdate#WHOLE_SOURCE}
     * @return the cursor, empty if none was stored
     */
    Optional<CursorInfo> cursor(String source, String resource);

    /**
     * All cursors.
     *
     * @return by source, then resource
     */
    List<CursorInfo> cursors();

    /**
     * The whole mirror at one moment.
     *
     * @return an export, to be closed by the caller
     */
    MirrorExport export();

    /** Closes the mirror, its subscriptions and exports; the store under it stays open. Idempotent. */
    @Override
    void close();
}
