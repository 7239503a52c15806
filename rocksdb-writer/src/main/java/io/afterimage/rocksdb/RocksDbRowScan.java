package io.afterimage.rocksdb;

import io.afterimage.CorruptStoreException;
import io.afterimage.spi.EngineView.RowScan;
import io.afterimage.spi.QueryRecord;
import io.afterimage.spi.RowChunk;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A walk over rows through one direct buffer, without an object per row. One thread at a time.
 *
 * <p>The value is read to where its payload starts right after the room for the key; the key then replaces the value's
 * header. So key and payload lie together as their checksum takes them, in one call.
 */
final class RocksDbRowScan implements RowScan {

    private static final int FIRST_BUFFER_BYTES = 4 << 10;
    private static final int LARGE_BUFFER_BYTES = 1 << 20;
    private static final int PAYLOAD_AT = Keys.ROW_BYTES;
    private static final int VALUE_AT = PAYLOAD_AT - Values.HEADER_BYTES;

    private final Walk walk;
    private final QueryRecord query;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BUFFER_BYTES);
    private boolean ended;

    RocksDbRowScan(Walk walk, QueryRecord query) {
        this.walk = walk;
        this.query = query;
    }

    @Override
    public void fill(RowChunk chunk) {
        chunk.clear();
        while (!ended && chunk.hasRoom()) {
            if (walk.next()) {
                readRow(chunk);
            } else {
                ended = true;
            }
        }
    }

    private void readRow(RowChunk chunk) {
        int length = readValue();
        byte version = buffer.get(VALUE_AT);
        int expected = buffer.getInt(VALUE_AT + 1);
        readKey();
        long signature = buffer.getLong(Keys.ROW_SIGNATURE_AT);
        try {
            requireSound(length, version, expected);
        } catch (Values.Damaged e) {
            throw CorruptStoreException.ofRow(query.queryId(), signature, e.what());
        }
        chunk.add(signature, buffer.position(PAYLOAD_AT));
    }

    private int readValue() {
        int length = walk.value(buffer.clear().position(VALUE_AT));
        if (VALUE_AT + length > buffer.capacity()) {
            int needed = Math.addExact(VALUE_AT, length);
            buffer = ByteBuffer.allocateDirect(needed > LARGE_BUFFER_BYTES ? needed : 2 * needed);
            walk.value(buffer.position(VALUE_AT));
        }
        return length;
    }

    private void readKey() {
        if (walk.key(buffer.clear().limit(Keys.ROW_BYTES)) != Keys.ROW_BYTES) {
            throw CorruptStoreException.ofQuery(
                    query.queryId(), "Record: row key. Expected length in bytes: " + Keys.ROW_BYTES + ".", null);
        }
    }

    private void requireSound(int length, byte version, int expected) throws Values.Damaged {
        if (length < Values.HEADER_BYTES) {
            throw Values.tooShort(Values.HEADER_BYTES, length);
        }
        Values.requireVersion(version);
        crc.reset();
        crc.update(buffer.limit(VALUE_AT + length).position(0));
        Values.requireChecksum(expected, (int) crc.getValue());
    }

    @Override
    public void close() {
        walk.close();
    }
}
