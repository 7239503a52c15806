package io.afterimage.reactions;

import io.afterimage.RowCursor;
import io.afterimage.StoreClosedException;
import java.nio.ByteBuffer;

/** A walk over some rows of a {@link HeapSnapshot}. It makes one view per page. */
final class HeapCursor implements RowCursor {

    private static final ByteBuffer NO_PAGE = ByteBuffer.allocate(0);

    private final HeapSnapshot snapshot;
    private final int first;
    private final int end;
    private int row;
    private int page = -1;
    private ByteBuffer view = NO_PAGE;
    private volatile boolean closed;

    HeapCursor(HeapSnapshot snapshot, int first, int end) {
        this.snapshot = snapshot;
        this.first = first;
        this.end = end;
        row = first - 1;
    }

    @Override
    public boolean next() {
        HeapRows rows = rows();
        if (row + 1 >= end) {
            row = end;
            return false;
        }
        row++;
        int pageOfRow = rows.pageOf(row, Math.max(page, 0));
        if (pageOfRow != page) {
            page = pageOfRow;
            view = ByteBuffer.wrap(rows.pages()[page]).asReadOnlyBuffer();
        }
        return true;
    }

    @Override
    public long rowSignature() {
        return current().signatures()[row];
    }

    @Override
    public ByteBuffer data() {
        HeapRows rows = current();
        return view.clear().limit(rows.ends()[row]).position(rows.start(row, page));
    }

    @Override
    public void close() {
        closed = true;
    }

    private HeapRows current() {
        HeapRows rows = rows();
        if (row < first || row >= end) {
            throw new IllegalStateException("The cursor has no current row.");
        }
        return rows;
    }

    private HeapRows rows() {
        if (closed) {
            throw new StoreClosedException("The cursor is closed.");
        }
        return snapshot.rows();
    }
}
