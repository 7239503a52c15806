package io.afterimage.benchmarks.peers;

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
import org.rocksdb.RocksDB;
import org.rocksdb.TransactionDBOptions;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * RocksDB for {@link DrasiPeer}: memory, write buffers and the prefix extractor are Drasi's, the rest is what decision 11 gives
 * Afterimage. Shared by all queries, whose databases must be closed first.
 */
final class DrasiTuning implements AutoCloseable {

    static {
        RocksDB.loadLibrary();
    }

    private static final long CACHE_BYTES = 256L << 20;
    private static final long ALL_WRITE_BUFFERS_BYTES = 128L << 20;
    private static final long LARGE_WRITE_BUFFER_BYTES = 16L << 20;
    private static final long SMALL_WRITE_BUFFER_BYTES = 8L << 20;
    private static final int STREAM_STATE_PREFIX_BYTES = 16;
    private static final int BLOCK_BYTES = 16 << 10;
    private static final int BLOOM_BITS_PER_KEY = 10;

    final DBOptions database = new DBOptions();
    final TransactionDBOptions transactions = new TransactionDBOptions();
    final WriteOptions write = new WriteOptions();
    final WriteOptions lastWrite;
    private final Cache cache = new LRUCache(CACHE_BYTES);
    private final WriteBufferManager writeBuffers = new WriteBufferManager(ALL_WRITE_BUFFERS_BYTES, cache);
    private final BloomFilter bloom = new BloomFilter(BLOOM_BITS_PER_KEY);
    private final ColumnFamilyOptions liveResults = family(LARGE_WRITE_BUFFER_BYTES, table().setFilterPolicy(bloom));
    private final ColumnFamilyOptions outbox = family(LARGE_WRITE_BUFFER_BYTES, table());
    private final ColumnFamilyOptions streamState =
            family(SMALL_WRITE_BUFFER_BYTES, table()).useFixedLengthPrefixExtractor(STREAM_STATE_PREFIX_BYTES);

    DrasiTuning(boolean syncs) {
        lastWrite = new WriteOptions().setSync(syncs);
        database.setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWriteBufferManager(writeBuffers)
                .setMaxTotalWalSize(ALL_WRITE_BUFFERS_BYTES)
                .setMaxOpenFiles(-1)
                .setMaxBackgroundJobs(2)
                .setBytesPerSync(1 << 20)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL);
    }

    private BlockBasedTableConfig table() {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(BLOCK_BYTES)
                .setFormatVersion(6)
                .setChecksumType(ChecksumType.kXXH3)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
    }

    private static ColumnFamilyOptions family(long writeBufferBytes, BlockBasedTableConfig table) {
        return new ColumnFamilyOptions()
                .setWriteBufferSize(writeBufferBytes)
                .setMaxWriteBufferNumber(4)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(table);
    }

    /** The column families in the order in which RocksDB hands out their handles. */
    List<ColumnFamilyDescriptor> families() {
        return List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, streamState), // unused, and RocksDB wants it
                new ColumnFamilyDescriptor("live_results".getBytes(DrasiQuery.TEXT), liveResults),
                new ColumnFamilyDescriptor("outbox".getBytes(DrasiQuery.TEXT), outbox),
                new ColumnFamilyDescriptor("stream_state".getBytes(DrasiQuery.TEXT), streamState));
    }

    @Override
    public void close() {
        liveResults.close();
        outbox.close();
        streamState.close();
        database.close();
        transactions.close();
        write.close();
        lastWrite.close();
        bloom.close();
        writeBuffers.close();
        cache.close();
    }
}
