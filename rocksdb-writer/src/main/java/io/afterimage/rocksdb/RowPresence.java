package io.afterimage.rocksdb;

import io.afterimage.spi.StorageEngine;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.rocksdb.ByteBufferGetStatus;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Which rows exist: a batched read that fetches one byte of each value. The bloom filters make absent rows ten times
 * cheaper than present ones. Not thread-safe; called with the store's write lock held, as {@link
 * StorageEngine#rowsPresent} says.
 */
final class RowPresence {

    private static final int AT_ONCE = 256;

    private final OpenRocks rocks;
    private final ReadOptions options;
    private final RocksDbErrors errors;
    private final List<ByteBuffer> keys = new ArrayList<>(AT_ONCE);
    private final List<ByteBuffer> values = new ArrayList<>(AT_ONCE);

    RowPresence(OpenRocks rocks, ReadOptions options, RocksDbErrors errors) {
        this.rocks = rocks;
        this.options = options;
        this.errors = errors;
        ByteBuffer room = ByteBuffer.allocateDirect(AT_ONCE * (Keys.ROW_BYTES + 1));
        for (int i = 0; i < AT_ONCE; i++) {
            keys.add(room.slice(i * Keys.ROW_BYTES, Keys.ROW_BYTES));
            values.add(room.slice(AT_ONCE * Keys.ROW_BYTES + i, 1));
        }
    }

    void find(int query, int epoch, long[] signatures, int count, boolean[] present) {
        for (int from = 0; from < count; from += AT_ONCE) {
            int size = Math.min(AT_ONCE, count - from);
            for (int i = 0; i < size; i++) {
                keys.get(i)
                        .clear()
                        .putInt(query)
                        .putInt(epoch)
                        .putLong(signatures[from + i])
                        .flip();
                values.get(i).clear();
            }
            ask(size, from, present);
        }
    }

    private void ask(int size, int from, boolean[] present) {
        try {
            List<ByteBufferGetStatus> answers = rocks.db.multiGetByteBuffers(
                    options, Collections.singletonList(rocks.rows), keys.subList(0, size), values.subList(0, size));
            for (int i = 0; i < size; i++) {
                Status status = answers.get(i).status;
                present[from + i] = status.getCode() == Status.Code.Ok;
                if (!present[from + i] && status.getCode() != Status.Code.NotFound) {
                    throw new RocksDBException(status);
                }
            }
        } catch (RocksDBException e) {
            throw errors.whileReading(e);
        }
    }
}
