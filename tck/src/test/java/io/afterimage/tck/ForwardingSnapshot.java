package io.afterimage.tck;

import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.nio.ByteBuffer;
import java.util.List;

/** Passes every call on, so that a broken snapshot need only say what it breaks. */
class ForwardingSnapshot implements Snapshot {

    /** The snapshot that works. */
    protected final Snapshot inner;

    ForwardingSnapshot(Snapshot inner) {
        this.inner = inner;
    }

    @Override
    public String queryId() {
        return inner.queryId();
    }

    @Override
    public Position position() {
        return inner.position();
    }

    @Override
    public long rowCount() {
        return inner.rowCount();
    }

    @Override
    public RowCursor cursor() {
        return inner.cursor();
    }

    @Override
    public RowCursor cursorFrom(long firstSignature) {
        return inner.cursorFrom(firstSignature);
    }

    @Override
    public List<RowCursor> split(int parts) {
        return inner.split(parts);
    }

    @Override
    public void close() {
        inner.close();
    }

    /** A cursor over rows in memory, which knows nothing of any close. */
    static RowCursor over(List<Row> rows) {
        return new RowCursor() {
            private int at = -1;

            @Override
            public boolean next() {
                return ++at < rows.size();
            }

            @Override
            public long rowSignature() {
                return rows.get(at).rowSignature();
            }

            @Override
            public ByteBuffer data() {
                return ByteBuffer.wrap(rows.get(at).data()).asReadOnlyBuffer();
            }

            @Override
            public void close() {
                // nothing is held
            }
        };
    }
}
