package io.afterimage.mirror;

import io.afterimage.LiveResultsStore;
import io.afterimage.RefusedException;
import io.afterimage.StoreClosedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The delta mirror on any {@link LiveResultsStore}: records of any number of resources, an event log that orders their
 * deltas over all resources, and the cursors of their sources. Open it with {@link #over}.
 *
 * <p>Thread-safe. Batches are applied one after the other, in one writer lane; readers never wait for it. The general errors
 * of every call are those of the store; after {@link #close} every call throws {@link StoreClosedException}.
 */
public final class MirrorStore implements AutoCloseable {

    private final LiveResultsStore store;
    private final MirrorReader reader;
    private final EventLog log;
    private final HeadSignal signal = new HeadSignal();
    private final Optional<WriterLane> lane;
    private final Set<EventSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final Set<MirrorExport> exports = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    MirrorStore(LiveResultsStore store, MirrorSettings settings) {
        this.store = store;
        this.reader = new MirrorReader(store, settings.signatures());
        this.log = new EventLog(store);
        this.lane =
                settings.readOnly() ? Optional.empty() : Optional.of(new WriterLane(store, settings, signal::raise));
    }

    /**
     * Prepares to open the mirror that lives in a store, or a new one. The store's maximum row size should be 1 MiB or
     * more: an entry of the event log holds up to 256 KiB of events, or one longer event, and the cursors of its batch.
     *
     * @param store the store; stays the caller's, and must stay open as long as the mirror is used
     * @return a builder
     */
    public static MirrorBuilder over(LiveResultsStore store) {
        return new MirrorBuilder(store);
    }

    // ---- writes

    /**
     * Applies a batch: records, versions, events of applied and skipped deltas and cursors in one atomic write. When it
     * returns, the batch is as durable as the store promises. A batch without deltas whose cursors are stored as they are
     * writes nothing.
     *
     * @param batch the deltas, in order, and the cursors that move with them
     * @return what became of each delta
     * @throws io.afterimage.OutcomeUnknownException if nobody knows whether the batch was written: reopen the store, then
     *     ask for the cursor or the head. After any other exception nothing of the batch is there
     */
    public BatchResult apply(DeltaBatch batch) {
        return lane().apply(batch);
    }

    /**
     * Makes a resource known before its first delta.
     *
     * @param resource the resource (1 to 900 UTF-8 bytes)
     * @return true if it was not known
     */
    public boolean register(String resource) {
        return lane().register(Limits.checkResource(resource));
    }

    // ---- reads

    /**
     * One record.
     *
     * @param resource the resource
     * @param recordId the record
     * @return the record, empty if it is absent or deleted
     */
    public Optional<MirroredRecord> record(String resource, String recordId) {
        requireOpen();
        return reader.record(resource, recordId);
    }

    /**
     * The first page of a resource's records. A record that is there from the first page to the last is on exactly one of
     * them, whatever is written meanwhile; one that comes or goes is on one page at most.
     *
     * @param resource the resource
     * @param limit how many at most (1 to 10,000); a page may end earlier, at 4 MiB of payload
     * @return the page, empty for an unknown resource
     */
    public RecordPage records(String resource, int limit) {
        requireOpen();
        return reader.records(resource, PageToken.START, limit);
    }

    /**
     * The page after another one.
     *
     * @param resource the resource
     * @param token the {@link RecordPage#next} of the page before
     * @param limit how many at most (1 to 10,000)
     * @return the page
     * @throws RefusedException if the token is not one of this resource
     */
    public RecordPage records(String resource, String token, int limit) {
        requireOpen();
        return reader.records(resource, PageToken.parse(resource, token), limit);
    }

    /**
     * How many records a resource has.
     *
     * @param resource the resource
     * @return the exact number, without scanning; 0 for an unknown resource
     */
    public long count(String resource) {
        return resource(resource).map(ResourceInfo::records).orElse(0L);
    }

    /**
     * What is known of one resource.
     *
     * @param resource the resource
     * @return its registration and its exact counts, empty if it is unknown
     */
    public Optional<ResourceInfo> resource(String resource) {
        requireOpen();
        return reader.resource(resource);
    }

    /**
     * All resources.
     *
     * @return by name
     */
    public List<ResourceInfo> resources() {
        requireOpen();
        return reader.resources();
    }

    /**
     * Where a source resumes.
     *
     * @param source the id of the source
     * @param resource the resource, or {@link CursorUpdate#WHOLE_SOURCE}
     * @return the cursor, empty if none was stored
     */
    public Optional<CursorInfo> cursor(String source, String resource) {
        requireOpen();
        return reader.cursor(source, resource);
    }

    /**
     * All cursors.
     *
     * @return by source, then resource
     */
    public List<CursorInfo> cursors() {
        requireOpen();
        return reader.cursors();
    }

    /**
     * The whole mirror at one moment. No batch is written while it is being opened.
     *
     * @return an export, to be closed by the caller
     */
    public MirrorExport export() {
        requireOpen();
        Supplier<MirrorExport> opening = () -> {
            Optional<MirrorExport> export = Optional.empty();
            while (export.isEmpty()) { // more than once only if somebody else writes
                requireOpen();
                export = MirrorExport.tryOpen(store, reader, log, exports::remove);
            }
            exports.add(export.get());
            if (closed) { // meanwhile
                export.get().close();
            }
            return export.get();
        };
        return lane.map(it -> it.exclusively(opening)).orElseGet(opening);
    }

    // ---- events

    /**
     * The events after a number, applied or not.
     *
     * @param sequence the number, 0 = from the beginning
     * @param limit how many at most (1 to 10,000); a page may end earlier, at 4 MiB
     * @return the events, or why there are none
     */
    public EventRead eventsAfter(long sequence, int limit) {
        requireOpen();
        return log.after(sequence, limit);
    }

    /**
     * Follows the event log.
     *
     * @param sequence the number after which to start; {@link #head} for what comes from now on
     * @param filter which events are asked for
     * @return a subscription, to be closed by the caller
     */
    public EventSubscription subscribe(long sequence, EventFilter filter) {
        requireOpen();
        EventSubscription subscription = new EventSubscription(log, signal, filter, sequence, subscriptions::remove);
        subscriptions.add(subscription);
        if (closed) { // meanwhile
            subscription.close();
        }
        return subscription;
    }

    /**
     * The number of the last event. It also grows by one when a batch without deltas stores a cursor or registers a
     * resource.
     *
     * @return the number, 0 = none yet
     */
    public long head() {
        requireOpen();
        return log.head();
    }

    /**
     * The identity of the mirror's life: a follower that holds another one follows another mirror, and starts anew.
     *
     * @return any number but 0; 0 where a mirror is opened read-only before it was ever opened for writing
     */
    public long life() {
        requireOpen();
        return log.position().configHash();
    }

    // ----

    WriterLane lane() {
        requireOpen();
        return lane.orElseThrow(
                () -> new RefusedException("The mirror was opened read-only. Next: open it for writing."));
    }

    MirrorReader reader() {
        return reader;
    }

    EventLog log() {
        return log;
    }

    LiveResultsStore store() {
        return store;
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException("The mirror is closed. Next: open it again.");
        }
    }

    /** Closes the mirror, its subscriptions and its exports; the store under it stays open. Idempotent. */
    @Override
    public void close() {
        closed = true;
        subscriptions.forEach(EventSubscription::close);
        exports.forEach(MirrorExport::close);
    }
}
