package io.afterimage.rocksdb;

import io.afterimage.CorruptStoreException;
import io.afterimage.Verification;
import io.afterimage.spi.QueryRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The check of what belongs to no query: every block of every table, and records under unknown queries. */
final class RocksDbCheck {

    private final RocksDbEngine engine;
    private final OpenRocks rocks;
    private final List<String> checked = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    RocksDbCheck(RocksDbEngine engine) {
        this.engine = engine;
        this.rocks = engine.rocks();
    }

    Verification run() {
        tables();
        queries();
        return new Verification("engine files", checked, problems);
    }

    private void tables() {
        List<LiveFileMetaData> tables = rocks.db.getLiveFilesMetaData();
        long bytes = tables.stream().mapToLong(LiveFileMetaData::size).sum();
        checked.add(
                "Read every block of " + tables.size() + " table files, " + bytes + " bytes, against its checksum.");
        try {
            rocks.db.verifyChecksum();
        } catch (RocksDBException e) {
            problems.add("A table file is damaged. Found: " + e.getMessage() + ".");
        }
    }

    private void queries() {
        Set<Integer> known = new HashSet<>();
        try {
            engine.readQueries().stream().map(QueryRecord::number).forEach(known::add);
        } catch (CorruptStoreException e) {
            problems.add(String.valueOf(e.getMessage()));
            return; // what is unknown cannot be told without the records
        }
        checked.add("Read the records of " + known.size() + " queries, with those of dropped ones.");
        strays("rows", rocks.rows, new byte[0], Keys::queryOf, known);
        strays("outbox entries", rocks.outbox, new byte[0], Keys::queryOf, known);
        strays("source positions", rocks.meta, new byte[] {Keys.SOURCE_POSITION}, Keys::queryOfMeta, known);
        checked.add("Looked for rows, outbox entries and source positions under unknown query numbers.");
    }

    /** Skips from query to query, so that the cost depends on the number of queries and not of records. */
    private void strays(
            String what, ColumnFamilyHandle family, byte[] prefix, ToIntFunction<byte[]> queryOf, Set<Integer> known) {
        try (ReadOptions options = new ReadOptions().setFillCache(false);
                RocksIterator iterator = rocks.db.newIterator(family, options)) {
            iterator.seek(prefix);
            while (iterator.isValid()) {
                byte[] key = iterator.key();
                if (key.length < prefix.length + Integer.BYTES) {
                    problems.add("A key is too short. Kind: " + what + ". Found length in bytes: " + key.length + ".");
                    return;
                }
                int query = queryOf.applyAsInt(key);
                if (!known.contains(query)) {
                    problems.add("There are " + what + " of a query that does not exist. Query number: "
                            + Integer.toUnsignedString(query) + ".");
                }
                iterator.seek(Keys.after(java.util.Arrays.copyOf(key, prefix.length + Integer.BYTES)));
            }
            iterator.status();
        } catch (RocksDBException e) {
            problems.add("The " + what + " cannot be read. Found: " + e.getMessage() + ".");
        }
    }
}
