package io.afterimage.rocksdb;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Lays rows out for RocksDB in two direct buffers, without a Java array per row. The buffers hold the row that was encoded
 * last. Not thread-safe; one thread at a time.
 */
final class RowEncoder {

    private static final int KEPT_VALUE_BYTES = 1 << 20;
    private static final int FIRST_VALUE_BYTES = 4 << 10;

    private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.ROW_BYTES);
    private final CRC32C crc = new CRC32C();
    private ByteBuffer value = ByteBuffer.allocateDirect(FIRST_VALUE_BYTES);

    /** Encodes a row; {@link #key} and {@link #value} give it. */
    void encode(int query, int epoch, long rowSignature, byte[] data) {
        encode(query, epoch, rowSignature, data, 0, data.length);
    }

    /** Encodes a row whose bytes are part of an array. */
    void encode(int query, int epoch, long rowSignature, byte[] array, int offset, int dataLength) {
        encodeKey(query, epoch, rowSignature);
        crc.reset();
        crc.update(key);
        crc.update(array, offset, dataLength);
        key.rewind();
        int length = Values.HEADER_BYTES + dataLength;
        if (value.capacity() < length) {
            value = ByteBuffer.allocateDirect(length > KEPT_VALUE_BYTES ? length : 2 * length);
        }
        value.clear();
        value.put(Values.VERSION)
                .putInt((int) crc.getValue())
                .put(array, offset, dataLength)
                .flip();
    }

    /** Encodes a key alone. */
    void encodeKey(int query, int epoch, long rowSignature) {
        key.clear();
        key.putInt(query).putInt(epoch).putLong(rowSignature).flip();
    }

    ByteBuffer key() {
        return key;
    }

    ByteBuffer value() {
        return value;
    }

    /** Forgets the room that one huge row needed. */
    void shrink() {
        if (value.capacity() > KEPT_VALUE_BYTES) {
            value = ByteBuffer.allocateDirect(FIRST_VALUE_BYTES);
        }
    }
}
