package io.afterimage.rocksdb;

import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * A forward walk over a key range. It owns the native iterator and everything that must outlive it, and asks an iterator
 * that stops whether it reached the end or failed. Not thread-safe; one thread at a time.
 */
final class Walk implements AutoCloseable {

    private static final int READ_AHEAD_BYTES = 512 << 10;

    private final RocksDbErrors errors;
    private final String queryId;
    private final ReadOptions options;
    private final Slice from;
    private final Slice to;
    private final RocksIterator iterator;
    private boolean started;

    /** Takes over options and bounds, and closes them with itself. */
    Walk(
            RocksDbErrors errors,
            String queryId,
            RocksDB db,
            ColumnFamilyHandle family,
            ReadOptions options,
            Slice from,
            Slice to) {
        this.errors = errors;
        this.queryId = queryId;
        this.options = options;
        this.from = from;
        this.to = to;
        options.setIterateLowerBound(from)
                .setIterateUpperBound(to)
                .setFillCache(false)
                .setReadaheadSize(READ_AHEAD_BYTES);
        this.iterator = db.newIterator(family, options);
    }

    /** Steps to the first or next entry; false at the end. */
    boolean next() {
        if (started) {
            iterator.next();
        } else {
            iterator.seekToFirst();
            started = true;
        }
        if (iterator.isValid()) {
            return true;
        }
        try {
            iterator.status();
        } catch (RocksDBException e) {
            throw errors.whileReading(queryId, e);
        }
        return false;
    }

    byte[] key() {
        return iterator.key();
    }

    byte[] value() {
        return iterator.value();
    }

    /** Copies as much of the key as fits; returns the key's length. */
    int key(byte[] target, int offset, int length) {
        return iterator.key(target, offset, length);
    }

    /** Copies as much of the value as fits; returns the value's length. */
    int value(byte[] target, int offset, int length) {
        return iterator.value(target, offset, length);
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
