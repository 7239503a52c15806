package io.afterimage.rocksdb;

import io.afterimage.Durability;
import io.afterimage.spi.StoreSettings;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ChecksumType;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Logger;
import org.rocksdb.RocksDB;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * How RocksDB is set up: one memory budget for blocks, filters, indexes and write buffers together. Decisions 0010 and
 * 0011 give the reasons. Owns its native objects, which must outlive the database.
 */
final class Tuning implements AutoCloseable {

    static final byte[] ROWS = {'r', 'o', 'w', 's'};
    static final byte[] OUTBOX = {'o', 'u', 't', 'b', 'o', 'x'};
    static final byte[] META = {'m', 'e', 't', 'a'};

    private static final int BLOCK_BYTES = 16 << 10;
    private static final int BLOOM_BITS_PER_KEY = 10;
    private static final int RANGE_DELETES_BEFORE_FLUSH = 100; // more of them in a memtable make reads slow
    private static final double HIGH_PRIORITY_SHARE = 0.3; // of the cache, for indexes and filters
    private static final long LARGEST_WRITE_BUFFER_BYTES = 64L << 20;
    private static final long SMALLEST_WRITE_BUFFER_BYTES = 512L << 10;
    private static final long LOG_LIMIT_BYTES = 64L << 20;

    final DBOptions database = new DBOptions();
    final ColumnFamilyOptions rows = new ColumnFamilyOptions();
    final ColumnFamilyOptions outbox = new ColumnFamilyOptions();
    final ColumnFamilyOptions meta = new ColumnFamilyOptions();
    final Cache cache;
    private final WriteBufferManager writeBuffers;
    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS_PER_KEY);
    private final SilentLogger silence = new SilentLogger();
    private final boolean syncsEveryWrite;
    private final long writeBufferBytes;

    Tuning(StoreSettings settings) {
        long budget = settings.memoryBudgetBytes();
        cache = new LRUCache(budget, -1, false, HIGH_PRIORITY_SHARE);
        writeBuffers = new WriteBufferManager(budget / 2, cache);
        boolean writable = settings.access() == StoreSettings.Access.READ_WRITE;
        tuneDatabase(writable, Math.max(LOG_LIMIT_BYTES, budget));
        writeBufferBytes = Math.max(SMALLEST_WRITE_BUFFER_BYTES, Math.min(LARGEST_WRITE_BUFFER_BYTES, budget / 8));
        tuneFamily(rows, writeBufferBytes, true);
        tuneFamily(outbox, writeBufferBytes, false);
        tuneFamily(meta, Math.min(writeBufferBytes, 4L << 20), false);
        syncsEveryWrite = settings.durability() == Durability.POWER_LOSS;
    }

    private void tuneDatabase(boolean writable, long logLimit) {
        database.setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery) // after LogAudit; never a hole
                .setWriteBufferManager(writeBuffers)
                .setMaxTotalWalSize(logLimit)
                .setMaxOpenFiles(
                        -1) // keeps every table open, which range deletes want and readers beside a writer need
                .setSkipStatsUpdateOnDbOpen(true)
                .setAllowConcurrentMemtableWrite(false) // there is one writer
                .setMaxBackgroundJobs(2)
                .setBytesPerSync(1 << 20)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
        if (writable) {
            database.setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                    .setMaxLogFileSize(1 << 20)
                    .setKeepLogFileNum(3);
        } else {
            database.setLogger(silence); // a reader must not rename the writer's LOG
        }
    }

    private void tuneFamily(ColumnFamilyOptions family, long writeBuffer, boolean existenceChecks) {
        family.setWriteBufferSize(writeBuffer)
                .setMaxWriteBufferNumber(4)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setMemtableMaxRangeDeletions(RANGE_DELETES_BEFORE_FLUSH)
                .setTableFormatConfig(table(existenceChecks));
    }

    private BlockBasedTableConfig table(boolean existenceChecks) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(BLOCK_BYTES)
                .setFormatVersion(6)
                .setChecksumType(ChecksumType.kXXH3)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        return existenceChecks ? table.setFilterPolicy(bloom).setWholeKeyFiltering(true) : table;
    }

    /** Whether the log is synced before a commit returns. */
    boolean syncsEveryWrite() {
        return syncsEveryWrite;
    }

    /** What RocksDB wants to have room for before it recovers from a full disk: the largest write buffer. */
    long roomToRecoverBytes() {
        return writeBufferBytes;
    }

    /** The column families in the order in which RocksDB hands out their handles. */
    List<ColumnFamilyDescriptor> families() {
        return List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, meta), // unused, and RocksDB wants it
                new ColumnFamilyDescriptor(ROWS, rows),
                new ColumnFamilyDescriptor(OUTBOX, outbox),
                new ColumnFamilyDescriptor(META, meta));
    }

    /** Closes what the database used; called after the database is closed, in this order. */
    @Override
    public void close() {
        rows.close();
        outbox.close();
        meta.close();
        database.close();
        silence.close();
        bloom.close();
        writeBuffers.close();
        cache.close();
    }

    /** Takes no message at all, so that no log file is made. */
    private static final class SilentLogger extends Logger {

        SilentLogger() {
            super(InfoLogLevel.NUM_INFO_LOG_LEVELS);
        }

        @Override
        protected void log(InfoLogLevel level, String message) {
            // nothing reaches this level
        }
    }
}
