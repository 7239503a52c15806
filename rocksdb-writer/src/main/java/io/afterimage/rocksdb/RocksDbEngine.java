package io.afterimage.rocksdb;

import io.afterimage.CorruptStoreException;
import io.afterimage.RefusedException;
import io.afterimage.Verification;
import io.afterimage.spi.EngineBatch;
import io.afterimage.spi.EngineView;
import io.afterimage.spi.QueryRecord;
import io.afterimage.spi.StorageEngine;
import io.afterimage.spi.StoreSettings;
import io.afterimage.spi.StoreSettings.Access;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/**
 * The storage engine on RocksDB: four kinds of record in three column families. Knows nothing of the contract; the store
 * above it takes care that no call meets a closed engine.
 */
final class RocksDbEngine implements StorageEngine {

    private static final Logger LOGGER = System.getLogger(RocksDbEngine.class.getName());

    private final StoreDirectory directory;
    private final Access access;
    private final long memoryBudgetBytes;
    private final RocksDbErrors errors;
    private final Tuning tuning;
    private final OpenRocks rocks;
    private final ReadOptions now = new ReadOptions().setVerifyChecksums(true);
    private final RowPresence presence;
    private final RocksDbCommits commits;
    private final RocksDbBatch batch;
    private final AtomicInteger openViews = new AtomicInteger();

    private RocksDbEngine(StoreDirectory directory, StoreSettings settings, Tuning tuning, OpenRocks rocks) {
        this.directory = directory;
        this.access = settings.access();
        this.memoryBudgetBytes = settings.memoryBudgetBytes();
        this.errors = directory.errors();
        this.tuning = tuning;
        this.rocks = rocks;
        this.presence = new RowPresence(rocks, now, errors);
        this.commits = new RocksDbCommits(rocks, tuning, directory);
        this.batch = new RocksDbBatch(this);
    }

    /**
     * Opens the store in a directory, creating it where that is allowed.
     *
     * @param path the directory of the store
     * @param settings how to open it
     * @return an open engine
     */
    static RocksDbEngine open(Path path, StoreSettings settings) {
        StoreDirectory directory = StoreDirectory.open(path, settings);
        boolean opened = false;
        try {
            NativeLibrary.load();
            RocksDbEngine engine = open(directory, settings);
            opened = true;
            return engine;
        } finally {
            if (!opened) {
                directory.close();
            }
        }
    }

    private static RocksDbEngine open(StoreDirectory directory, StoreSettings settings) {
        Tuning tuning = new Tuning(settings);
        boolean opened = false;
        try {
            RocksDbEngine engine = new RocksDbEngine(directory, settings, tuning, directory.openRocks(tuning));
            opened = true;
            return engine;
        } finally {
            if (!opened) {
                tuning.close();
            }
        }
    }

    OpenRocks rocks() {
        return rocks;
    }

    Tuning tuning() {
        return tuning;
    }

    long memoryBudgetBytes() {
        return memoryBudgetBytes;
    }

    /** What the write-ahead logs take on disk. */
    long logBytes() {
        return directory.bytesOf(".log");
    }

    RocksDbErrors errors() {
        return errors;
    }

    RocksDbCommits commits() {
        return commits;
    }

    @Override
    public List<QueryRecord> readQueries() {
        List<QueryRecord> queries = new ArrayList<>();
        byte[] prefix = {Keys.QUERY_RECORD};
        try (Walk walk = new Walk(
                errors,
                "",
                rocks.db,
                rocks.meta,
                new ReadOptions(),
                new Slice(prefix),
                new Slice(Keys.after(prefix)))) {
            while (walk.next()) {
                queries.add(queryRecord(walk.key(), walk.value()));
            }
        }
        return queries;
    }

    QueryRecord queryRecord(byte[] key, byte[] value) {
        try {
            return Values.queryRecord(key, value);
        } catch (Values.Damaged e) {
            throw CorruptStoreException.ofStore(
                    "Record: query number " + Integer.toUnsignedString(Keys.queryOfMeta(key)) + ". " + e.what(), e);
        }
    }

    @Override
    public EngineBatch newBatch() {
        if (access == Access.READ_ONLY) {
            throw new RefusedException(
                    "The store is open read-only. Store: " + directory.path() + ". Next: open it for writing.");
        }
        return batch;
    }

    @Override
    public EngineView openView() {
        openViews.incrementAndGet(); // first, see freeEpochs
        boolean opened = false;
        try {
            Snapshot snapshot = access == Access.READ_ONLY ? null : rocks.db.getSnapshot();
            EngineView view = new RocksDbView(this, snapshot);
            opened = true;
            return view;
        } finally {
            if (!opened) {
                openViews.decrementAndGet();
            }
        }
    }

    void viewClosed() {
        openViews.decrementAndGet();
    }

    @Override
    public Optional<byte[]> row(QueryRecord query, long rowSignature) {
        byte[] key = Keys.row(query.number(), query.rows().epoch(), rowSignature);
        try {
            byte[] value = rocks.db.get(rocks.rows, now, key);
            return value == null ? Optional.empty() : Optional.of(Values.open(key, value));
        } catch (RocksDBException e) {
            throw errors.whileReading(query.queryId(), e);
        } catch (Values.Damaged e) {
            throw CorruptStoreException.ofRow(query.queryId(), rowSignature, e.what());
        }
    }

    @Override
    public void rowsPresent(int query, int epoch, long[] signatures, int count, boolean[] present) {
        presence.find(query, epoch, signatures, count, present);
    }

    @Override
    public Path directoryAside() {
        return directory.aside();
    }

    @Override
    public Optional<RowLoader> rowLoader(int query, int epoch) {
        return Optional.of(new TableLoader(directory, rocks, tuning, query, epoch));
    }

    /**
     * Removes the tables that hold nothing else, so that no compaction has to read them through. That ignores snapshots, so
     * it is done only if none is open: those to come are of a state that does not show these epochs. Otherwise compactions
     * free the space, as time goes by.
     */
    @Override
    public void freeEpochs(int query, int fromEpoch, int toEpoch) {
        if (openViews.get() > 0) {
            return;
        }
        try {
            rocks.db.syncWal(); // the tables are gone for good; so must be what says that nobody needs them
            rocks.db.deleteFilesInRanges(
                    rocks.rows, List.of(Keys.row(query, fromEpoch, 0), Keys.row(query, toEpoch, 0)), false);
        } catch (RocksDBException e) {
            throw errors.whileReading(e); // nothing that anybody may read was touched
        }
    }

    @Override
    public Verification check() {
        return new RocksDbCheck(this).run();
    }

    /** Batch, options, database, what the database used, the seal, the lock: do not rearrange. */
    @Override
    public void close() {
        try {
            batch.release();
            commits.close();
            now.close();
            closeRocks();
        } finally {
            tuning.close();
            directory.close();
        }
    }

    private void closeRocks() {
        boolean flushed = access == Access.READ_WRITE && flush();
        if (closeFiles() && flushed) {
            directory.seal();
        }
    }

    /**
     * Closes the database, which it is even where that fails: a log that could not take a write says so once more when its
     * file is closed. Whatever was acknowledged has left this process before.
     */
    private boolean closeFiles() {
        try {
            rocks.close();
            return true;
        } catch (RocksDBException e) {
            LOGGER.log(
                    Level.WARNING,
                    "The files of a store were closed with an error; its log has everything. Store: " + directory.path()
                            + ". Next: nothing; the next open reads the log.",
                    e);
            return false;
        }
    }

    /**
     * Empties the log. Where that fails, nothing is lost and the close goes on: the log has everything, the next open
     * replays it, and whatever stood in the way is reported by the reads and writes that meet it.
     */
    private boolean flush() {
        try {
            if (rocks.flush()) {
                return true;
            }
            LOGGER.log(
                    Level.WARNING,
                    "The last flush of a store got stuck; its log has everything. Store: {0}.",
                    directory.path());
        } catch (RocksDBException e) {
            LOGGER.log(
                    Level.WARNING,
                    "The last flush of a store failed; its log has everything. Store: " + directory.path() + ".",
                    e);
        }
        return false;
    }
}
