package io.afterimage.spi;

import io.afterimage.StoreClosedException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the store keeps of a snapshot: the engine's view and the scans over it. It does not know the
 * {@link EngineSnapshot} that users hold, so that a forgotten one can be noticed. Thread-safe.
 *
 * <p>Close order, not to be rearranged: scans, then the view, then the entry in the store's set of open snapshots. The
 * store's own close walks that set, so it never closes the engine before whatever is still being closed here.
 */
final class OpenSnapshot {

    private final EngineView view;
    private final QueryRecord record;
    private final Lease lease;
    private final Set<OpenSnapshot> openSnapshots;
    private final Throwable openedAt;
    private final Set<OpenScan> scans = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    OpenSnapshot(EngineView view, QueryRecord record, Lease lease, Set<OpenSnapshot> openSnapshots) {
        this.view = view;
        this.record = record;
        this.lease = lease;
        this.openSnapshots = openSnapshots;
        this.openedAt = new Throwable("opened here");
        openSnapshots.add(this);
    }

    QueryRecord record() {
        return record;
    }

    Throwable openedAt() {
        return openedAt;
    }

    void requireOpen() {
        if (closed) {
            throw new StoreClosedException(
                    "The snapshot or its store is closed. Query: " + record.queryId() + ". Next: take a new snapshot.");
        }
    }

    /** Calls the engine's view, with the store held open. */
    <T> T read(Function<EngineView, T> call) {
        requireOpen();
        lease.enter();
        try {
            synchronized (this) {
                requireOpen();
                return call.apply(view);
            }
        } finally {
            lease.exit();
        }
    }

    OpenScan scan(long fromSignature, long toSignature) {
        return read(open -> {
            OpenScan scan = new OpenScan(open.rows(record, fromSignature, toSignature));
            scans.add(scan);
            return scan;
        });
    }

    /** Reads one row. */
    Optional<byte[]> row(long rowSignature) {
        return read(open -> {
            RowChunk chunk = new RowChunk();
            try (EngineView.RowScan scan = open.rows(record, rowSignature, rowSignature)) {
                scan.fill(chunk);
            }
            return chunk.size() == 0
                    ? Optional.empty()
                    : Optional.of(chunk.row(0).data());
        });
    }

    boolean isOpen() {
        return !closed;
    }

    /** Closes everything, and goes on with the rest if a part of it fails. Idempotent. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Closing closing = new Closing();
        scans.forEach(scan -> closing.then(scan::close));
        closing.then(view::close).then(() -> openSnapshots.remove(this)).end();
    }

    /** One scan over the view. Thread-safe. */
    final class OpenScan {

        private final EngineView.RowScan scan;
        private boolean scanClosed;

        OpenScan(EngineView.RowScan scan) {
            this.scan = scan;
        }

        void requireOpen() {
            OpenSnapshot.this.requireOpen();
        }

        void fill(RowChunk chunk) {
            lease.enter();
            try {
                synchronized (this) {
                    requireOpen();
                    if (scanClosed) {
                        throw EngineCursor.closed();
                    }
                    scan.fill(chunk);
                }
            } finally {
                lease.exit();
            }
        }

        void close() {
            synchronized (this) {
                if (!scanClosed) {
                    scanClosed = true;
                    new Closing()
                            .then(scan::close)
                            .then(() -> scans.remove(this))
                            .end();
                }
            }
        }
    }
}
