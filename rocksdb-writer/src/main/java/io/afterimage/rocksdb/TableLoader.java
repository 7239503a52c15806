package io.afterimage.rocksdb;

import io.afterimage.RowMutation;
import io.afterimage.spi.StorageEngine.RowLoader;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.EnvOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * Writes many sorted rows as one table file and hands it to RocksDB, past log and memtable: no byte is written twice and
 * none has to be compacted before it is read (decision 13). Thread-safe.
 *
 * <p>The file is built beside the database and moved in. What a crash leaves of it is removed by the next open.
 */
final class TableLoader implements RowLoader {

    private final StoreDirectory directory;
    private final OpenRocks rocks;
    private final Tuning tuning;

    TableLoader(StoreDirectory directory, OpenRocks rocks, Tuning tuning) {
        this.directory = directory;
        this.rocks = rocks;
        this.tuning = tuning;
    }

    @Override
    public void load(int query, int epoch, List<RowMutation.Upsert> rows) {
        Path file = directory.newFileAside();
        try {
            write(file, query, epoch, rows);
            // The table outlives the machine as soon as it is in; so must the commit that gave its epoch out, or a
            // later
            // life of the epoch would find these rows in it.
            rocks.db.syncWal();
            try (IngestExternalFileOptions options = new IngestExternalFileOptions().setMoveFiles(true)) {
                rocks.db.ingestExternalFile(rocks.rows, List.of(file.toString()), options);
            }
        } catch (RocksDBException e) {
            throw directory.errors().whileReading(e); // nobody sees the rows, so nothing was written
        } finally {
            directory.deleteAside(file);
        }
    }

    private void write(Path file, int query, int epoch, List<RowMutation.Upsert> rows) throws RocksDBException {
        RowEncoder encoder = new RowEncoder();
        try (EnvOptions environment = new EnvOptions();
                Options options = new Options(tuning.database, tuning.rows);
                SstFileWriter table = new SstFileWriter(environment, options)) {
            table.open(file.toString());
            for (RowMutation.Upsert row : rows) {
                encoder.encode(query, epoch, row.rowSignature(), row.data());
                table.put(encoder.key(), encoder.value());
            }
            table.finish();
        }
    }
}
