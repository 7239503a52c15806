package io.afterimage.benchmarks;

import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.spi.StoreSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.ConfigOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.OptionsUtil;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBufferManager;

/**
 * The options of Afterimage's own store, for the bare engine beside it. They are not repeated here but read from the file
 * in which RocksDB keeps them: a store is created, closed, and its options file loaded. What such a file does not hold is
 * made as the store makes it: the cache of the whole memory budget, the write buffers' half of it, and the filters. Owns its
 * native objects, which must outlive the database.
 */
final class RawRocksOptions implements AutoCloseable {

    private static final String ROWS = "rows";
    private static final double HIGH_PRIORITY_SHARE = 0.3;
    private static final int BLOOM_BITS_PER_KEY = 10;

    final DBOptions database = new DBOptions();
    final List<ColumnFamilyDescriptor> families = new ArrayList<>();
    private final Cache cache;
    private final WriteBufferManager writeBuffers;
    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS_PER_KEY);

    private RawRocksOptions(long memoryBudgetBytes) {
        cache = new LRUCache(memoryBudgetBytes, -1, false, HIGH_PRIORITY_SHARE);
        writeBuffers = new WriteBufferManager(memoryBudgetBytes / 2, cache);
    }

    /** Reads the options of a store with default settings, which is made for it under {@code directory}. */
    static RawRocksOptions ofStore(Path directory) throws RocksDBException {
        Path store = directory.resolve("options");
        RocksDbLiveResultsStore.at(store).open().close();
        RawRocksOptions options = new RawRocksOptions(StoreSettings.DEFAULT.memoryBudgetBytes());
        options.load(databaseOf(store));
        return options;
    }

    /** Where a store keeps its RocksDB. */
    static Path databaseOf(Path store) {
        return store.resolve("db");
    }

    private void load(Path files) throws RocksDBException {
        try (ConfigOptions reading = new ConfigOptions()) {
            OptionsUtil.loadLatestOptions(reading, files.toString(), database, families);
        }
        database.setWriteBufferManager(writeBuffers).setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
        for (ColumnFamilyDescriptor family : families) {
            ColumnFamilyOptions options = family.getOptions();
            options.setTableFormatConfig(withOwnParts((BlockBasedTableConfig) options.tableFormatConfig()));
        }
    }

    private BlockBasedTableConfig withOwnParts(BlockBasedTableConfig table) {
        table.setBlockCache(cache);
        return table.filterPolicy() == null ? table : table.setFilterPolicy(bloom);
    }

    /** The same with other blocks of rows. */
    RawRocksOptions blocks(int bytes, CompressionType compression) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) rows().tableFormatConfig();
        rows().setCompressionType(compression).setTableFormatConfig(table.setBlockSize(bytes));
        return this;
    }

    /** Which of the families is the one of rows. */
    int rowsIndex() {
        for (int i = 0; i < families.size(); i++) {
            if (new String(families.get(i).getName(), StandardCharsets.UTF_8).equals(ROWS)) {
                return i;
            }
        }
        throw new IllegalStateException("The store has no column family of rows.");
    }

    ColumnFamilyOptions rows() {
        return families.get(rowsIndex()).getOptions();
    }

    /** Closes what the database used; called after the database is closed, in this order. */
    @Override
    public void close() {
        families.forEach(family -> family.getOptions().close());
        database.close();
        bloom.close();
        writeBuffers.close();
        cache.close();
    }
}
