package io.afterimage.reactions;

import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A snapshot over rows in the heap, which it lets go when it is closed. Thread-safe. */
final class HeapSnapshot implements Snapshot {

    private static final int MAX_PARTS = 1_024;

    private final String queryId;
    private volatile @Nullable HeapRows rows;

    HeapSnapshot(HeapRows rows) {
        this.queryId = rows.queryId();
        this.rows = rows;
    }

    @Override
    public String queryId() {
        return queryId;
    }

    @Override
    public Position position() {
        return rows().position();
    }

    @Override
    public long rowCount() {
        return rows().size();
    }

    @Override
    public RowCursor cursor() {
        return new HeapCursor(this, 0, rows().size());
    }

    @Override
    public RowCursor cursorFrom(long firstSignature) {
        HeapRows open = rows();
        return new HeapCursor(this, open.indexOf(firstSignature), open.size());
    }

    @Override
    public List<RowCursor> split(int parts) {
        HeapRows open = rows();
        if (parts < 1 || parts > MAX_PARTS) {
            throw new RefusedException("The number of parts is outside its limits. Query: " + queryId
                    + ". Expected: 1 to " + MAX_PARTS + ". Found: " + parts + ".");
        }
        return IntStream.range(0, parts)
                .mapToObj(part -> part(open, part, parts))
                .toList();
    }

    @Override
    public void close() {
        rows = null;
    }

    HeapRows rows() {
        HeapRows open = rows;
        if (open == null) {
            throw new StoreClosedException("The snapshot is closed. Query: " + queryId + ".");
        }
        return open;
    }

    /** Equal ranges of the unsigned space; the last one takes what the division leaves over. */
    private RowCursor part(HeapRows open, int part, int parts) {
        long width = Long.divideUnsigned(-1L, parts);
        int from = open.indexOf(part * width);
        int to = part == parts - 1 ? open.size() : open.indexOf((part + 1) * width);
        return new HeapCursor(this, from, to);
    }
}
