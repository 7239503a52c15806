package io.afterimage.rocksdb;

import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** One open RocksDB with its column families: the owner of these native objects. Thread-safe until it is closed. */
final class OpenRocks {

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

    /** Opens as the access asks; never creates. */
    static OpenRocks existing(Path files, Tuning tuning, StoreSettings.Access access) throws RocksDBException {
        return access == StoreSettings.Access.READ_WRITE
                ? writer(files, tuning, IfMissing.FAIL)
                : reader(files, tuning);
    }

    /** Writes all memtables to tables and syncs the log, so that a reopen has nothing to replay. */
    void flush() throws RocksDBException {
        try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
            db.flush(options, handles);
        }
        db.flushWal(true);
    }

    /** Closes in RocksDB's order, families before the database: do not rearrange. */
    void close() throws RocksDBException {
        handles.forEach(ColumnFamilyHandle::close);
        db.closeE();
    }
}
