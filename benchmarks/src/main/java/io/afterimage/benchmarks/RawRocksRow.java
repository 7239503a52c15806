package io.afterimage.benchmarks;

import java.nio.ByteBuffer;

/**
 * Keys and values as RocksDB takes them, in two direct buffers that are used again and again. A key is 16 bytes, big-endian:
 * query number, epoch, signature, as Afterimage's are. Not thread-safe; one thread at a time.
 */
final class RawRocksRow {

    static final int KEY_BYTES = 16;

    private static final int EPOCH = 1;

    private final ByteBuffer key = ByteBuffer.allocateDirect(KEY_BYTES);
    private ByteBuffer value = ByteBuffer.allocateDirect(4 << 10);

    ByteBuffer key(int query, long signature) {
        return key.clear().putInt(query).putInt(EPOCH).putLong(signature).flip();
    }

    ByteBuffer value(byte[] data) {
        if (value.capacity() < data.length) {
            value = ByteBuffer.allocateDirect(2 * data.length);
        }
        return value.clear().put(data).flip();
    }

    byte[] keyBytes(int query, long signature) {
        byte[] bytes = new byte[KEY_BYTES];
        key(query, signature).get(bytes);
        return bytes;
    }

    /** The first key of one of {@code parts} equal ranges of the signature space, and the first one behind it. */
    byte[][] range(int query, int part, int parts) {
        byte[] end = part + 1 < parts ? keyBytes(query, start(part + 1, parts)) : keyAfter(query);
        return new byte[][] {keyBytes(query, start(part, parts)), end};
    }

    private static long start(int part, int parts) {
        return part * Long.divideUnsigned(-1L, parts);
    }

    private static byte[] keyAfter(int query) {
        return ByteBuffer.allocate(KEY_BYTES).putInt(query).putInt(EPOCH + 1).array();
    }
}
