package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.EnvOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;
import org.rocksdb.SstFileWriter;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB as bare as it gets: the options, keys and durability of Afterimage's store ({@link RawRocksOptions}), and nothing
 * else. No count, no position, no checksum of its own, no refusal, no thread-safety. One thread at a time.
 *
 * <ul>
 *   <li>{@code apply} puts and deletes into one reused {@code WriteBatch} through two reused direct buffers, the cheapest way
 *       that RocksJava has, and writes it; {@code POWER_LOSS} is {@code setSync(true)}.
 *   <li>{@code readAll} steps an iterator over an engine snapshot, with the read options of Afterimage's walk, and copies each
 *       value through a direct buffer into one reused array ({@link RawRocksWalk}).
 *   <li>{@code row} is {@code get} with checksums verified.
 *   <li>{@code clear} is one {@code deleteRange}.
 *   <li>{@code load} writes table files of 100,000 sorted rows and moves them in, as {@code replaceAll} does.
 *   <li>{@code rowCount}, {@code commit} and {@code reset} are refused: it keeps neither count nor position.
 * </ul>
 */
final class RawRocksDb implements Contender {

    private static final int ROWS_PER_TABLE = 100_000;

    private final Path directory;
    private final RawRocksOptions options;
    private final RocksDB db;
    private final List<ColumnFamilyHandle> families;
    private final ColumnFamilyHandle rows;
    private final WriteOptions writing;
    private final ReadOptions reading = new ReadOptions().setVerifyChecksums(true);
    private final WriteBatch batch = new WriteBatch();
    private final RawRocksRow row = new RawRocksRow();
    private final Map<String, Integer> queries = new HashMap<>();

    private RawRocksDb(Path directory, RawRocksOptions options, Durability durability) throws RocksDBException {
        this.directory = directory;
        this.options = options;
        this.families = new ArrayList<>();
        this.db = RocksDB.open(options.database, directory.resolve("raw").toString(), options.families, families);
        this.rows = families.get(options.rowsIndex());
        this.writing = new WriteOptions().setSync(durability == Durability.POWER_LOSS);
    }

    static RawRocksDb open(Path directory, Durability durability) {
        try {
            return open(directory, RawRocksOptions.ofStore(directory), durability);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** The same with other options, which it takes over. */
    static RawRocksDb open(Path directory, RawRocksOptions options, Durability durability) throws RocksDBException {
        return new RawRocksDb(directory, options, durability);
    }

    private static IllegalStateException failed(RocksDBException e) {
        return new IllegalStateException("RocksDB failed.", e);
    }

    private int number(String queryId) {
        return queries.computeIfAbsent(queryId, id -> queries.size() + 1);
    }

    @Override
    public void apply(String queryId, List<RowMutation> mutations) {
        int query = number(queryId);
        try {
            batch.clear();
            for (RowMutation mutation : mutations) {
                add(query, mutation);
            }
            db.write(writing, batch);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    private void add(int query, RowMutation mutation) throws RocksDBException {
        if (mutation instanceof RowMutation.Upsert upsert) {
            batch.put(rows, row.key(query, upsert.rowSignature()), row.value(upsert.data()));
        } else {
            batch.delete(rows, row.key(query, mutation.rowSignature()));
        }
    }

    @Override
    public void commit(ResultCommit commit) {
        throw refusal("commit", "it keeps no position and no outbox");
    }

    @Override
    public long readAll(String queryId) {
        Snapshot moment = db.getSnapshot();
        try (RawRocksWalk walk = new RawRocksWalk(db, rows, moment, row.range(number(queryId), 0, 1))) {
            return walk.sum();
        } catch (RocksDBException e) {
            throw failed(e);
        } finally {
            db.releaseSnapshot(moment);
        }
    }

    @Override
    public long readAll(String queryId, int parts, ExecutorService threads) {
        Snapshot moment = db.getSnapshot();
        try {
            List<Callable<Long>> tasks = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                byte[][] range = row.range(number(queryId), part, parts);
                tasks.add(() -> {
                    try (RawRocksWalk walk = new RawRocksWalk(db, rows, moment, range)) {
                        return walk.sum();
                    }
                });
            }
            return Parallel.sum(tasks, threads);
        } finally {
            db.releaseSnapshot(moment);
        }
    }

    @Override
    public byte @Nullable [] row(String queryId, long rowSignature) {
        try {
            return db.get(rows, reading, row.keyBytes(number(queryId), rowSignature));
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public long rowCount(String queryId) {
        throw refusal("rowCount", "it keeps no count");
    }

    @Override
    public void clear(String queryId) {
        byte[][] all = row.range(number(queryId), 0, 1);
        try {
            db.deleteRange(rows, writing, all[0], all[1]);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    @Override
    public void load(String queryId, RowSource source) {
        int query = number(queryId);
        String file = directory.resolve("aside.sst").toString();
        try (IngestExternalFileOptions moving = new IngestExternalFileOptions().setMoveFiles(true)) {
            boolean more = source.next();
            while (more) {
                more = writeTable(query, source, file);
                db.ingestExternalFile(rows, List.of(file), moving);
            }
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** Writes the next rows; false if they were the last. */
    private boolean writeTable(int query, RowSource source, String file) throws RocksDBException {
        try (EnvOptions environment = new EnvOptions();
                Options both = new Options(options.database, options.rows());
                SstFileWriter table = new SstFileWriter(environment, both)) {
            table.open(file);
            boolean more = true;
            for (int i = 0; more && i < ROWS_PER_TABLE; i++) {
                table.put(row.key(query, source.rowSignature()), row.value(source.data()));
                more = source.next();
            }
            table.finish();
            return more;
        }
    }

    /** Batch, options of calls, families, database, what the database used: do not rearrange. */
    @Override
    public void close() {
        try {
            batch.close();
            writing.close();
            reading.close();
            families.forEach(ColumnFamilyHandle::close);
            db.closeE();
            options.close();
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }
}
