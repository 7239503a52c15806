package io.afterimage.drasi.http;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.tck.ForwardingStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Passes every call on, and tells how far snapshots are read and when they are closed. */
final class WatchedStore extends ForwardingStore {

    private final Semaphore closed = new Semaphore(0);
    private final AtomicLong rowsRead = new AtomicLong();

    WatchedStore(LiveResultsStore inner) {
        super(inner);
    }

    /** How many rows were asked for, in all snapshots. */
    long rowsRead() {
        return rowsRead.get();
    }

    /** Waits until one more snapshot has been closed. */
    void awaitClosed() throws InterruptedException {
        if (!closed.tryAcquire(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the snapshot stays open");
        }
    }

    @Override
    public Snapshot readSnapshot(String queryId) {
        return new WatchedSnapshot(super.readSnapshot(queryId));
    }

    private final class WatchedSnapshot implements Snapshot {

        private final Snapshot snapshot;
        private boolean open = true;

        WatchedSnapshot(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public String queryId() {
            return snapshot.queryId();
        }

        @Override
        public Position position() {
            return snapshot.position();
        }

        @Override
        public long rowCount() {
            return snapshot.rowCount();
        }

        @Override
        public RowCursor cursor() {
            return new WatchedCursor(snapshot.cursor());
        }

        @Override
        public RowCursor cursorFrom(long rowSignature) {
            return new WatchedCursor(snapshot.cursorFrom(rowSignature));
        }

        @Override
        public List<RowCursor> split(int parts) {
            return snapshot.split(parts);
        }

        @Override
        public synchronized void close() {
            snapshot.close();
            if (open) {
                open = false;
                closed.release();
            }
        }
    }

    private final class WatchedCursor implements RowCursor {

        private final RowCursor cursor;

        WatchedCursor(RowCursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean next() {
            rowsRead.incrementAndGet();
            return cursor.next();
        }

        @Override
        public long rowSignature() {
            return cursor.rowSignature();
        }

        @Override
        public ByteBuffer data() {
            return cursor.data();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
