package io.afterimage.cli;

import io.afterimage.RowCursor;
import java.nio.ByteBuffer;

/** Adds progress to a walk. Not thread-safe; one thread at a time. */
final class WatchedCursor implements RowCursor {

    private final RowCursor rows;
    private final Progress progress;
    private final long total;
    private long done;

    WatchedCursor(RowCursor rows, Progress progress, long total) {
        this.rows = rows;
        this.progress = progress;
        this.total = total;
    }

    @Override
    public boolean next() {
        progress.show(done, (double) done / total);
        done++;
        return rows.next();
    }

    @Override
    public long rowSignature() {
        return rows.rowSignature();
    }

    @Override
    public ByteBuffer data() {
        return rows.data();
    }

    @Override
    public byte[] copyData() {
        return rows.copyData();
    }

    @Override
    public void close() {
        rows.close();
    }
}
