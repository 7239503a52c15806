package io.afterimage.benchmarks;

import java.nio.ByteBuffer;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/**
 * A bare iterator over a range of rows, with the read options of Afterimage's walk: checksums of blocks verified, both bounds
 * set, the cache left alone, 512 KiB read ahead. Keys and values come through direct buffers, the cheapest way that RocksJava
 * has, and each value is copied once more, into one reused array on the heap. One thread at a time.
 */
final class RawRocksWalk implements AutoCloseable {

    private static final int READ_AHEAD_BYTES = 512 << 10;

    private final Slice from;
    private final Slice to;
    private final ReadOptions options;
    private final RocksIterator iterator;
    private final ByteBuffer key = ByteBuffer.allocateDirect(RawRocksRow.KEY_BYTES);
    private ByteBuffer value = ByteBuffer.allocateDirect(4 << 10);
    private byte[] copy = new byte[4 << 10];

    RawRocksWalk(RocksDB db, ColumnFamilyHandle rows, Snapshot moment, byte[][] range) {
        from = new Slice(range[0]);
        to = new Slice(range[1]);
        options = new ReadOptions()
                .setVerifyChecksums(true)
                .setSnapshot(moment)
                .setIterateLowerBound(from)
                .setIterateUpperBound(to)
                .setFillCache(false)
                .setReadaheadSize(READ_AHEAD_BYTES);
        iterator = db.newIterator(rows, options);
    }

    /** Walks to the end. */
    long sum() throws RocksDBException {
        long sum = 0;
        for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
            iterator.key(key.clear());
            int length = readValue();
            sum += ReadSum.of(key.getLong(RawRocksRow.KEY_BYTES - Long.BYTES), copy, length);
        }
        iterator.status();
        return sum;
    }

    private int readValue() {
        int length = iterator.value(value.clear());
        if (length > value.capacity()) {
            value = ByteBuffer.allocateDirect(2 * length);
            copy = new byte[2 * length];
            iterator.value(value.clear());
        }
        value.clear().get(copy, 0, length);
        return length;
    }

    /** Iterator first, then what it points into: do not rearrange. */
    @Override
    public void close() {
        iterator.close();
        options.close();
        from.close();
        to.close();
    }
}
