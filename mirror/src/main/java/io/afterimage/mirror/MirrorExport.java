package io.afterimage.mirror;

import java.util.List;
import java.util.stream.Stream;

/**
 * The whole mirror at exactly one moment: resources, records and cursors as the event {@link #head} left them. It holds
 * snapshots of the store open: close it. Thread-safe; each stream is used by one thread at a time.
 */
public interface MirrorExport extends AutoCloseable {

    /**
     * The identity of the mirror's life, see {@link MirrorStore#life}.
     *
     * @return the life
     */
    long life();

    /**
     * The number of the last event that is in the records.
     *
     * @return the head
     */
    long head();

    /**
     * The resources at that moment.
     *
     * @return by name
     */
    List<ResourceInfo> resources();

    /**
     * The cursors at that moment.
     *
     * @return by source, then resource
     */
    List<CursorInfo> cursors();

    /**
     * The records of one resource at that moment, in bounded memory.
     *
     * @param resource the resource
     * @return a stream to be closed by the caller, ascending by the unsigned signature of the record ids
     */
    Stream<MirroredRecord> records(String resource);

    /** Ends the export. Idempotent. */
    @Override
    void close();
}
