package io.afterimage;

import java.util.List;
import java.util.stream.IntStream;

/** One state of one query, held fast. It pins nothing but heap. Thread-safe. */
final class MemorySnapshot implements Snapshot {

    private static final int MAX_PARTS = 1_024;

    private final InMemoryLiveResultsStore store;
    private final String queryId;
    private final MemoryQuery query;
    private volatile boolean closed;

    MemorySnapshot(InMemoryLiveResultsStore store, String queryId, MemoryQuery query) {
        this.store = store;
        this.queryId = queryId;
        this.query = query;
    }

    @Override
    public String queryId() {
        return queryId;
    }

    @Override
    public Position position() {
        checkOpen();
        return query.position();
    }

    @Override
    public long rowCount() {
        checkOpen();
        return query.rows().size();
    }

    @Override
    public RowCursor cursor() {
        checkOpen();
        return new MemoryCursor(this, query.rows().walk());
    }

    @Override
    public RowCursor cursorFrom(long firstSignature) {
        checkOpen();
        return new MemoryCursor(this, query.rows().walk(firstSignature, -1L));
    }

    @Override
    public List<RowCursor> split(int parts) {
        checkOpen();
        if (parts < 1 || parts > MAX_PARTS) {
            throw new RefusedException("The number of parts is outside its limits. Query: " + queryId
                    + ". Expected: 1 to " + MAX_PARTS + ". Found: " + parts + ".");
        }
        return IntStream.range(0, parts).mapToObj(part -> part(part, parts)).toList();
    }

    @Override
    public void close() {
        closed = true;
    }

    void checkOpen() {
        store.checkOpen();
        if (closed) {
            throw new StoreClosedException("The snapshot is closed. Query: " + queryId + ".");
        }
    }

    /** Equal ranges of the unsigned space; the last one takes what the division leaves over, fewer keys than parts. */
    private RowCursor part(int part, int parts) {
        long width = Long.divideUnsigned(-1L, parts);
        long first = part * width;
        long last = part == parts - 1 ? -1L : first + width - 1;
        return new MemoryCursor(this, query.rows().walk(first, last));
    }
}
