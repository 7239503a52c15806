package io.afterimage.tck.torture;

import io.afterimage.LiveResultsStore;
import io.afterimage.Row;
import io.afterimage.Snapshot;
import io.afterimage.tck.model.RandomWrites;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A thread that reads snapshots beside a writer: each one twice, with writes in between, and both times the same (C7). The
 * writer is told of a failure at its next write. The thread's own calls are confined to it.
 */
final class SnapshotReader implements AutoCloseable {

    private final LiveResultsStore store;
    private final Semaphore writes = new Semaphore(0);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "snapshot-reader");
    private volatile boolean ended;

    private SnapshotReader(LiveResultsStore store) {
        this.store = store;
    }

    static SnapshotReader start(LiveResultsStore store) {
        SnapshotReader reader = new SnapshotReader(store);
        reader.thread.setDaemon(true);
        reader.thread.start();
        return reader;
    }

    /** The writer has made another write. */
    void written() {
        writes.release();
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new AssertionError("A snapshot beside the writer was wrong.", thrown);
        }
    }

    private void run() {
        try {
            for (int n = 0; !ended; n++) {
                read(RandomWrites.QUERIES.get(n % RandomWrites.QUERIES.size()), n % 5);
            }
        } catch (RuntimeException | AssertionError e) {
            failure.set(e);
        }
    }

    private void read(String queryId, int writesMeanwhile) {
        writes.acquireUninterruptibly();
        try (Snapshot snapshot = store.readSnapshot(queryId)) {
            List<Row> rows = snapshot.toList();
            requireEqual(snapshot.rowCount(), (long) rows.size());
            writes.acquireUninterruptibly(writesMeanwhile);
            requireEqual(rows, snapshot.toList());
        }
    }

    private static void requireEqual(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError("Expected: " + expected + ". Found: " + found + ".");
        }
    }

    /** Lets the thread end; called before the store is closed. */
    @Override
    public void close() {
        ended = true;
        writes.release(1_000);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
