package io.afterimage.spi;

import io.afterimage.CorruptStoreException;
import io.afterimage.RowCursor;
import io.afterimage.StoreClosedException;
import java.nio.ByteBuffer;

/** A cursor that reads by chunks. Not thread-safe, but may be closed from any thread. */
final class EngineCursor implements RowCursor {

    /** Keeps the snapshot reachable, and so open, as long as somebody walks over it. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // held, not read
    private final EngineSnapshot snapshot;

    private final OpenSnapshot.OpenScan scan;
    private final ScanAudit audit;
    private final RowChunk chunk = new RowChunk();
    private int index = -1;
    private long count;
    private long membership;
    private long lastSignature;
    private boolean ended;
    private boolean failed;
    private volatile boolean closed;

    EngineCursor(EngineSnapshot snapshot, OpenSnapshot.OpenScan scan, ScanAudit audit) {
        this.snapshot = snapshot;
        this.scan = scan;
        this.audit = audit;
    }

    @Override
    public boolean next() {
        requireOpen();
        if (failed) {
            throw new StoreClosedException("The cursor met an error before and is unusable. Next: verify the query.");
        }
        if (index + 1 < chunk.size()) {
            index++;
            return true;
        }
        return nextChunk();
    }

    private boolean nextChunk() {
        if (ended) {
            return false;
        }
        failed = true;
        scan.fill(chunk);
        accountChunk();
        index = chunk.size() == 0 ? -1 : 0;
        if (chunk.size() == 0) {
            audit.partEnded(count, membership);
            ended = true;
        }
        failed = false;
        return !ended;
    }

    private void accountChunk() {
        for (int i = 0; i < chunk.size(); i++) {
            long signature = chunk.signature(i);
            if (count > 0 && Long.compareUnsigned(signature, lastSignature) <= 0) {
                throw CorruptStoreException.ofRow(
                        snapshot.queryId(),
                        signature,
                        "Expected: a signature after " + Long.toUnsignedString(lastSignature) + ".");
            }
            lastSignature = signature;
            count++;
            membership += Checksums.ofMember(signature);
        }
    }

    @Override
    public long rowSignature() {
        return chunk.signature(requireRow());
    }

    @Override
    public ByteBuffer data() {
        return chunk.view(requireRow());
    }

    private int requireRow() {
        requireOpen();
        if (index < 0 || failed) {
            throw new IllegalStateException("The cursor is not on a row. Next: call next() and heed its answer.");
        }
        return index;
    }

    private void requireOpen() {
        if (closed) {
            throw closed();
        }
        scan.requireOpen();
    }

    static StoreClosedException closed() {
        return new StoreClosedException("The cursor is closed. Next: open another one on the snapshot.");
    }

    @Override
    public void close() {
        closed = true;
        scan.close();
    }
}
