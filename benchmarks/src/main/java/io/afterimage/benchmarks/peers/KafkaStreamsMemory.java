package io.afterimage.benchmarks.peers;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * How the Kafka Streams guide bounds the memory of RocksDB ("Memory management", section "RocksDB"): one cache for blocks,
 * indexes, filters and write buffers of all stores. The bound is Afterimage's own, 128 MiB, and so are the shares in it and the
 * blocks of 16 KiB, which the guide leaves to the reader. Kafka Streams makes it by its name. Thread-safe.
 */
public final class KafkaStreamsMemory implements RocksDBConfigSetter {

    private static final long MEMORY_BYTES = 128L << 20;
    private static final double HIGH_PRIORITY_SHARE = 0.3;
    private static final int BLOCK_BYTES = 16 << 10;

    static {
        RocksDB.loadLibrary();
    }

    private static final Cache CACHE = new LRUCache(MEMORY_BYTES, -1, false, HIGH_PRIORITY_SHARE);
    private static final WriteBufferManager WRITE_BUFFERS = new WriteBufferManager(MEMORY_BYTES / 2, CACHE);

    /** Made by Kafka Streams. */
    public KafkaStreamsMemory() {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        table.setBlockSize(BLOCK_BYTES);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITE_BUFFERS);
    }

    /** Cache and write buffers belong to all stores of the process and stay. */
    @Override
    public void close(String storeName, Options options) {}
}
