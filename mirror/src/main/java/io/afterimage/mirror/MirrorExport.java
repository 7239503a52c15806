package io.afterimage.mirror;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The whole mirror at exactly one moment: resources, records and cursors as the event {@link #head} left them. It holds a
 * snapshot of the store open for every resource: close it. Thread-safe; each stream is used by one thread at a time.
 */
public final class MirrorExport implements AutoCloseable {

    private final long life;
    private final long head;
    private final List<ResourceInfo> resources;
    private final List<CursorInfo> cursors;
    private final Map<String, Snapshot> snapshots = new TreeMap<>();
    private final Consumer<MirrorExport> onClose;
    private volatile boolean closed;

    private MirrorExport(MirrorReader reader, long life, long head, Consumer<MirrorExport> onClose) {
        this.life = life;
        this.head = head;
        this.onClose = onClose;
        this.resources = reader.resources();
        this.cursors = reader.cursors();
    }

    private void holdAll(LiveResultsStore store) {
        resources.forEach(resource -> hold(store, MirrorQueries.records(resource.name())));
        hold(store, MirrorQueries.TOMBSTONES);
    }

    private void hold(LiveResultsStore store, String queryId) {
        snapshots.put(queryId, store.readSnapshot(queryId));
    }

    /** Opens an export; empty if a batch was written meanwhile, which would tear it. */
    static Optional<MirrorExport> tryOpen(
            LiveResultsStore store, MirrorReader reader, EventLog log, Consumer<MirrorExport> onClose) {
        Position before = log.position();
        MirrorExport export = new MirrorExport(reader, before.configHash(), before.sequence(), onClose);
        boolean whole = false;
        try {
            export.holdAll(store);
            whole = log.position().equals(before);
            return whole ? Optional.of(export) : Optional.empty();
        } finally {
            if (!whole) {
                export.close();
            }
        }
    }

    /**
     * The identity of the mirror's life, see {@link MirrorStore#life}.
     *
     * @return the life
     */
    public long life() {
        return life;
    }

    /**
     * The number of the last event that is in the records.
     *
     * @return the head
     */
    public long head() {
        return head;
    }

    /**
     * The resources at that moment.
     *
     * @return by name
     */
    public List<ResourceInfo> resources() {
        return resources;
    }

    /**
     * The cursors at that moment.
     *
     * @return by source, then resource
     */
    public List<CursorInfo> cursors() {
        return cursors;
    }

    /**
     * The records of one resource at that moment, in bounded memory.
     *
     * @param resource the resource
     * @return a stream to be closed by the caller, ascending by the unsigned signature of the record ids; empty for an
     *     unknown resource
     * @throws StoreClosedException if the export or its mirror is closed
     */
    public Stream<MirroredRecord> records(String resource) {
        requireOpen();
        Snapshot snapshot = snapshots.get(MirrorQueries.records(resource));
        return snapshot == null ? Stream.empty() : RecordWalk.over(snapshot, resource).stream();
    }

    /** The tombstones at that moment, in memory. */
    List<StoredTombstone> tombstones() {
        requireOpen();
        List<StoredTombstone> tombstones = new ArrayList<>();
        Snapshot snapshot = snapshots.get(MirrorQueries.TOMBSTONES);
        if (snapshot != null) {
            try (RowCursor rows = snapshot.cursor()) {
                while (rows.next()) {
                    tombstones.addAll(StoredTombstone.CODEC.decode(
                            MirrorQueries.TOMBSTONES, rows.rowSignature(), rows.copyData()));
                }
            }
        }
        return tombstones;
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException("The export or its mirror is closed. Next: make another one.");
        }
    }

    /** Ends the export. Idempotent. */
    @Override
    public void close() {
        closed = true;
        snapshots.values().forEach(Snapshot::close);
        onClose.accept(this);
    }
}
