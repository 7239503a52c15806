package io.afterimage.rocksdb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** One open RocksDB with its column families: the owner of these native objects. Thread-safe until it is closed. */
final class OpenRocks {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int MOST_IDLE_POLLS = 1_000;

    final RocksDB db;
    final ColumnFamilyHandle rows;
    final ColumnFamilyHandle outbox;
    final ColumnFamilyHandle meta;
    private final List<ColumnFamilyHandle> handles;

    private OpenRocks(RocksDB db, List<ColumnFamilyHandle> handles) {
        this.db = db;
        this.handles = handles;
        this.rows = handles.get(1);
        this.outbox = handles.get(2);
        this.meta = handles.get(3);
    }

    /** What an open does about a database that is not there. */
    enum IfMissing {
        CREATE,
        FAIL
    }

    /** Opens the writer. */
    static OpenRocks writer(Path files, Tuning tuning, IfMissing ifMissing) throws RocksDBException {
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        tuning.database
                .setCreateIfMissing(ifMissing == IfMissing.CREATE)
                .setCreateMissingColumnFamilies(ifMissing == IfMissing.CREATE);
        return new OpenRocks(RocksDB.open(tuning.database, files.toString(), tuning.families(), handles), handles);
    }

    /** Opens a reader of the state as of now, beside or without a writer. */
    static OpenRocks reader(Path files, Tuning tuning) throws RocksDBException {
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        return new OpenRocks(
                RocksDB.openReadOnly(tuning.database, files.toString(), tuning.families(), handles), handles);
    }

    /**
     * Writes all memtables to tables, so that a reopen has nothing to replay. Never waits for room on a full disk, as
     * RocksDB's own waiting flush would.
     *
     * @return false if the flush got stuck; the log still has everything then
     */
    boolean flush() throws RocksDBException {
        try (FlushOptions options = new FlushOptions().setWaitForFlush(false).setAllowWriteStall(true)) {
            db.flush(options, handles);
        }
        int idlePolls = 0;
        while (db.getAggregatedLongProperty("rocksdb.num-immutable-mem-table") > 0) {
            idlePolls = db.getLongProperty("rocksdb.num-running-flushes") > 0 ? 0 : idlePolls + 1;
            if (idlePolls == MOST_IDLE_POLLS) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Closes in RocksDB's order, families before the database: do not rearrange. */
    void close() throws RocksDBException {
        handles.forEach(ColumnFamilyHandle::close);
        db.closeE();
    }
}
