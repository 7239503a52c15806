package io.afterimage.rocksdb;

import io.afterimage.AfterimageException;
import io.afterimage.NothingWritten;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Commits batches, and answers rather than hangs when the disk is full. One thread at a time.
 *
 * <p>RocksDB recovers from a full disk by itself: every five seconds it looks for room, then flushes and goes on. But a
 * write that waits for a flush when the flush fails would wait as long as the disk is full. So no write waits inside
 * RocksDB while writes are stopped; it waits here, where the failure is seen. See decision 0012.
 */
final class RocksDbCommits implements AutoCloseable {

    private static final long STALL_POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long RECOVERY_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long RECOVERY_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(12); // two looks of RocksDB, and a bit

    private final OpenRocks rocks;
    private final StoreDirectory directory;
    private final WriteOptions mayWait;
    private final WriteOptions mayNotWait;
    private final long roomToRecoverBytes;
    private final CommitMark mark;

    RocksDbCommits(OpenRocks rocks, Tuning tuning, StoreDirectory directory) {
        this.rocks = rocks;
        this.directory = directory;
        this.mayWait = new WriteOptions().setSync(tuning.syncsEveryWrite());
        this.mayNotWait = new WriteOptions().setSync(tuning.syncsEveryWrite()).setNoSlowdown(true);
        this.roomToRecoverBytes = tuning.roomToRecoverBytes();
        this.mark = new CommitMark(directory.path(), tuning.syncsEveryWrite());
    }

    void commit(WriteBatch batch) {
        writeOrWait(batch);
        mark.committed(rocks.db.getLatestSequenceNumber());
    }

    private void writeOrWait(WriteBatch batch) {
        try {
            write(batch);
        } catch (RocksDBException e) {
            AfterimageException error = directory.errors().whileCommitting(e);
            boolean mayPass = RocksDbErrors.noSpace(e) && error instanceof NothingWritten;
            if (!mayPass || !directory.hasRoom(roomToRecoverBytes)) {
                throw error;
            }
            commitAfterRecovery(batch, error);
        }
    }

    /** There is room again, and RocksDB will see it soon. Its recovery takes some of the room for a while. */
    private void commitAfterRecovery(WriteBatch batch, AfterimageException full) {
        AfterimageException last = full;
        long start = System.nanoTime();
        while (System.nanoTime() - start < RECOVERY_LIMIT_NANOS
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(RECOVERY_POLL_NANOS);
            try {
                write(batch);
                return;
            } catch (RocksDBException e) {
                last = directory.errors().whileCommitting(e);
                if (!RocksDbErrors.noSpace(e) || !(last instanceof NothingWritten)) {
                    break;
                }
            }
        }
        throw last;
    }

    private void write(WriteBatch batch) throws RocksDBException {
        while (true) {
            try {
                rocks.db.write(mayNotWait, batch);
                return;
            } catch (RocksDBException e) {
                if (!RocksDbErrors.is(e, Status.Code.Incomplete)) {
                    throw e;
                }
            }
            if (rocks.db.getLongProperty("rocksdb.is-write-stopped") == 0) {
                rocks.db.write(mayWait, batch); // only slowed down: let RocksDB choose the pace
                return;
            }
            LockSupport.parkNanos(STALL_POLL_NANOS);
        }
    }

    @Override
    public void close() {
        mayWait.close();
        mayNotWait.close();
    }
}
