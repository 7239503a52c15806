package io.afterimage.rocksdb;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys of the three column families, all big-endian, so that RocksDB's bytewise order is the unsigned order of their
 * parts. Described in {@code docs/formats/rocksdb.md}; a released layout is never changed.
 */
final class Keys {

    /** Bytes in a row key: query number (4), epoch (4), signature (8). */
    static final int ROW_BYTES = 16;

    /** Bytes in an outbox key: query number (4), ordinal (8). */
    static final int OUTBOX_BYTES = 12;

    /** The first byte of a query record's key. */
    static final byte QUERY_RECORD = 1;

    /** The first byte of a source position's key. */
    static final byte SOURCE_POSITION = 2;

    private static final int ROW_SIGNATURE_AT = 8;
    private static final int SOURCE_ID_AT = 5;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Keys() {}

    static byte[] row(int query, int epoch, long signature) {
        byte[] key = new byte[ROW_BYTES];
        ByteBuffer.wrap(key).putInt(query).putInt(epoch).putLong(signature);
        return key;
    }

    /** The signature in a row key that starts at that place. */
    static long signatureOf(byte[] key, int at) {
        return (long) LONG.get(key, at + ROW_SIGNATURE_AT);
    }

    static byte[] outbox(int query, long ordinal) {
        byte[] key = new byte[OUTBOX_BYTES];
        ByteBuffer.wrap(key).putInt(query).putLong(ordinal);
        return key;
    }

    static byte[] queryRecord(int query) {
        byte[] key = new byte[SOURCE_ID_AT];
        ByteBuffer.wrap(key).put(QUERY_RECORD).putInt(query);
        return key;
    }

    static byte[] sourcePosition(int query, String sourceId) {
        byte[] id = sourceId.getBytes(StandardCharsets.UTF_8);
        byte[] key = Arrays.copyOf(sourcePositions(query), SOURCE_ID_AT + id.length);
        System.arraycopy(id, 0, key, SOURCE_ID_AT, id.length);
        return key;
    }

    /** What the keys of all source positions of a query start with. */
    static byte[] sourcePositions(int query) {
        byte[] key = new byte[SOURCE_ID_AT];
        ByteBuffer.wrap(key).put(SOURCE_POSITION).putInt(query);
        return key;
    }

    static String sourceIdOf(byte[] sourcePositionKey) {
        return new String(
                sourcePositionKey, SOURCE_ID_AT, sourcePositionKey.length - SOURCE_ID_AT, StandardCharsets.UTF_8);
    }

    /** The query number in a row or outbox key. */
    static int queryOf(byte[] key) {
        return ByteBuffer.wrap(key).getInt();
    }

    /** The query number in a key of the meta family. */
    static int queryOfMeta(byte[] key) {
        return ByteBuffer.wrap(key).getInt(1);
    }

    /**
     * The first key after all keys that start with these bytes. There always is one: query numbers start at 1 and never
     * come near their end.
     */
    static byte[] after(byte[] prefix) {
        byte[] next = prefix.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return next;
            }
        }
        throw new IllegalArgumentException("No key follows " + Arrays.toString(prefix));
    }
}
