package io.afterimage.rocksdb;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Lays entries out for RocksDB in two direct buffers, without a Java array for what is stored. The buffers hold the entry that
 * was encoded last. Not thread-safe; one thread at a time.
 *
 * <p>The payload is laid out behind a copy of the key, so that their checksum is one call; the value's header then
 * replaces the end of that copy. {@link RocksDbRowScan} does the same the other way round.
 */
final class EntryEncoder {

    private static final int KEPT_VALUE_BYTES = 1 << 20;
    private static final int FIRST_VALUE_BYTES = 4 << 10;
    private static final int FIRST_KEY_BYTES = 64;

    private final CRC32C crc = new CRC32C();
    private ByteBuffer key = ByteBuffer.allocateDirect(FIRST_KEY_BYTES);
    private ByteBuffer value = ByteBuffer.allocateDirect(FIRST_VALUE_BYTES);

    /** Encodes a row; {@link #key} and {@link #value} give it. */
    void encode(int query, int epoch, long rowSignature, byte[] data) {
        encode(query, epoch, rowSignature, data, 0, data.length);
    }

    /** Encodes a row whose bytes are part of an array. */
    void encode(int query, int epoch, long rowSignature, byte[] array, int offset, int dataLength) {
        encodeKey(query, epoch, rowSignature);
        makeRoom(Keys.ROW_BYTES, dataLength);
        value.putInt(query).putInt(epoch).putLong(rowSignature).put(array, offset, dataLength);
        seal(Keys.ROW_BYTES);
    }

    /** Encodes any entry whose key is not shorter than the header of its value. */
    void encode(byte[] at, byte[] payload) {
        if (key.capacity() < at.length) {
            key = ByteBuffer.allocateDirect(at.length);
        }
        key.clear().put(at).flip();
        makeRoom(at.length, payload.length);
        value.put(at).put(payload);
        seal(at.length);
    }

    private void makeRoom(int keyLength, int payloadLength) {
        int end = Math.addExact(keyLength, payloadLength);
        if (value.capacity() < end) {
            value = ByteBuffer.allocateDirect(end > KEPT_VALUE_BYTES ? end : 2 * end);
        }
        value.clear().limit(end);
    }

    private void seal(int keyLength) {
        value.rewind();
        crc.reset();
        crc.update(value);
        int at = keyLength - Values.HEADER_BYTES;
        value.position(at);
        value.put(Values.VERSION).putInt((int) crc.getValue()).position(at);
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

    /** Forgets the room that one huge entry needed. */
    void shrink() {
        if (value.capacity() > KEPT_VALUE_BYTES) {
            value = ByteBuffer.allocateDirect(FIRST_VALUE_BYTES);
        }
    }
}
