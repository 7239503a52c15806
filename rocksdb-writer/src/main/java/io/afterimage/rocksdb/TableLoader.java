package io.afterimage.rocksdb;

import io.afterimage.spi.RowWalk;
import io.afterimage.spi.StorageEngine.RowLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.rocksdb.EnvOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * Writes each range of sorted rows as a table file and hands all of them to RocksDB at once, past log and memtable: no table
 * overlaps another, so they go to the lowest level, and no byte is compacted before it is read (decision 13). Thread-safe.
 *
 * <p>The files are built beside the database and moved in. What a crash leaves of them is removed by the next open.
 */
final class TableLoader implements RowLoader {

    private final StoreDirectory directory;
    private final OpenRocks rocks;
    private final Tuning tuning;
    private final int query;
    private final int epoch;
    private final Queue<Path> files = new ConcurrentLinkedQueue<>();

    TableLoader(StoreDirectory directory, OpenRocks rocks, Tuning tuning, int query, int epoch) {
        this.directory = directory;
        this.rocks = rocks;
        this.tuning = tuning;
        this.query = query;
        this.epoch = epoch;
    }

    @Override
    public void write(RowWalk rows) {
        Path file = directory.newFileAside();
        files.add(file);
        EntryEncoder encoder = new EntryEncoder();
        try (EnvOptions environment = new EnvOptions();
                Options options = new Options(tuning.database, tuning.rows);
                SstFileWriter table = new SstFileWriter(environment, options)) {
            table.open(file.toString());
            while (rows.next()) {
                encoder.encode(query, epoch, rows.rowSignature(), rows.array(), rows.offset(), rows.length());
                table.put(encoder.key(), encoder.value());
            }
            table.finish();
        } catch (RocksDBException e) {
            throw directory.errors().whileReading(e); // nobody sees the rows, so nothing was written
        }
    }

    @Override
    public void finish() {
        List<String> names = files.stream().map(Path::toString).toList();
        try (IngestExternalFileOptions options = new IngestExternalFileOptions().setMoveFiles(true)) {
            // The tables outlive the machine as soon as they are in; so must the commit that gave their epoch out, or a
            // later life of the epoch would find these rows in it.
            rocks.db.syncWal();
            rocks.db.ingestExternalFile(rocks.rows, names, options);
        } catch (RocksDBException e) {
            throw directory.errors().whileReading(e);
        }
    }

    @Override
    public void close() {
        files.forEach(directory::deleteAside);
    }
}
