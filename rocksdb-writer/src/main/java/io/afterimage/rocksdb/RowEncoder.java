package io.afterimage.rocksdb;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Lays rows out for RocksDB in two direct buffers, without a Java array per row. The buffers hold the row that was encoded
 * last. Not thread-safe; one thread at a time.
 *
 * <p>The payload is laid out behind a copy of the key, so that their checksum is one call; the value's header then
 * replaces the end of that copy. {@link RocksDbRowScan} does the same the other way round.
 */
final class RowEncoder {

    private static final int KEPT_VALUE_BYTES = 1 << 20;
    private static final int FIRST_VALUE_BYTES = 4 << 10;
    private static final int PAYLOAD_AT = Keys.ROW_BYTES;
    private static final int VALUE_AT = PAYLOAD_AT - Values.HEADER_BYTES;

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
        int end = Math.addExact(PAYLOAD_AT, dataLength);
        if (value.capacity() < end) {
            value = ByteBuffer.allocateDirect(end > KEPT_VALUE_BYTES ? end : 2 * end);
        }
        value.clear().limit(end);
        value.putInt(query)
                .putInt(epoch)
                .putLong(rowSignature)
                .put(array, offset, dataLength)
                .rewind();
        crc.reset();
        crc.update(value);
        value.position(VALUE_AT);
        value.put(Values.VERSION).putInt((int) crc.getValue()).position(VALUE_AT);
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
