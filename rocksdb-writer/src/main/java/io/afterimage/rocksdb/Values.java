package io.afterimage.rocksdb;

import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The values of the three column families: a format version (1 byte), CRC-32C over key and payload (4 bytes), the
 * payload. Described in {@code docs/formats/rocksdb.md}; a released layout is never changed.
 */
final class Values {

    /** The format version that this class writes and the only one it reads. */
    static final byte VERSION = 1;

    /** Bytes in front of the payload. */
    static final int HEADER_BYTES = 5;

    private static final int OUTBOX_HEADER_BYTES = 16;
    private static final int QUERY_FIXED_BYTES = 77;
    private static final byte DROPPED = 1;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final ThreadLocal<CRC32C> CRC = ThreadLocal.withInitial(CRC32C::new);

    private Values() {}

    /** Says what is wrong with a stored value; the reader adds which value it is. */
    static final class Damaged extends Exception {

        private static final long serialVersionUID = 1L;

        private final String what;

        Damaged(String what) {
            super(what);
            this.what = what;
        }

        /** What was expected and what was found. */
        String what() {
            return what;
        }
    }

    static int checksum(byte[] key, byte[] data, int offset, int length) {
        CRC32C crc = CRC.get();
        crc.reset();
        crc.update(key, 0, key.length);
        crc.update(data, offset, length);
        return (int) crc.getValue();
    }

    /** The checksum in a value that starts at that place. */
    static int checksumIn(byte[] value, int at) {
        return (int) INT.get(value, at + 1);
    }

    /** Checks version and checksum and returns the payload. */
    static byte[] open(byte[] key, byte[] value) throws Damaged {
        if (value.length < HEADER_BYTES) {
            throw tooShort(HEADER_BYTES, value.length);
        }
        requireVersion(value[0]);
        requireChecksum(checksumIn(value, 0), checksum(key, value, HEADER_BYTES, value.length - HEADER_BYTES));
        return Arrays.copyOfRange(value, HEADER_BYTES, value.length);
    }

    static void requireVersion(byte found) throws Damaged {
        if (found != VERSION) {
            throw new Damaged("Expected value format: " + VERSION + ". Found: " + Byte.toUnsignedInt(found) + ".");
        }
    }

    static void requireChecksum(int expected, int found) throws Damaged {
        if (expected != found) {
            throw new Damaged("Expected CRC-32C: " + Integer.toHexString(expected) + ". Found: "
                    + Integer.toHexString(found) + ".");
        }
    }

    static Damaged tooShort(int expected, int found) {
        return new Damaged("Expected length in bytes: at least " + expected + ". Found: " + found + ".");
    }

    static byte[] outboxPayload(OutboxRecord entry) {
        byte[] payload = new byte[OUTBOX_HEADER_BYTES + entry.data().length];
        ByteBuffer.wrap(payload)
                .putLong(entry.previousSequence())
                .putLong(entry.sequence())
                .put(entry.data());
        return payload;
    }

    static OutboxRecord outboxRecord(byte[] key, byte[] value) throws Damaged {
        byte[] payload = open(key, value);
        if (payload.length < OUTBOX_HEADER_BYTES) {
            throw tooShort(OUTBOX_HEADER_BYTES, payload.length);
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        long previousSequence = in.getLong();
        long sequence = in.getLong();
        byte[] data = Arrays.copyOfRange(payload, OUTBOX_HEADER_BYTES, payload.length);
        return new OutboxRecord(ByteBuffer.wrap(key).getLong(4), previousSequence, sequence, data);
    }

    static byte[] queryPayload(QueryRecord query) {
        byte[] id = query.queryId().getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[QUERY_FIXED_BYTES + id.length];
        ByteBuffer.wrap(payload)
                .put(query.dropped() ? DROPPED : 0)
                .putLong(query.position().generation())
                .putLong(query.position().sequence())
                .putLong(query.position().configHash())
                .putInt(query.rows().epoch())
                .putInt(query.rows().nextEpoch())
                .putInt(query.rows().reclaimedEpoch())
                .putLong(query.rows().count())
                .putLong(query.rows().membership())
                .putLong(query.outbox().first())
                .putLong(query.outbox().next())
                .putLong(query.outbox().reclaimed())
                .put(id);
        return payload;
    }

    static QueryRecord queryRecord(byte[] key, byte[] value) throws Damaged {
        byte[] payload = open(key, value);
        if (payload.length <= QUERY_FIXED_BYTES) {
            throw tooShort(QUERY_FIXED_BYTES + 1, payload.length);
        }
        try {
            QueryRecord record = queryRecord(Keys.queryOfMeta(key), ByteBuffer.wrap(payload));
            if (Arrays.equals(queryPayload(record), payload)) {
                return record;
            }
        } catch (RefusedException e) { // a position that cannot be
            throw new Damaged("Expected: a query's record. Found: " + e.getMessage());
        }
        throw new Damaged("Expected: a query's record. Found: one that nobody writes.");
    }

    private static QueryRecord queryRecord(int number, ByteBuffer in) {
        boolean dropped = (in.get() & DROPPED) != 0;
        Position position = new Position(in.getLong(), in.getLong(), in.getLong());
        QueryRecord.Rows rows = new QueryRecord.Rows(in.getInt(), in.getInt(), in.getInt(), in.getLong(), in.getLong());
        QueryRecord.Outbox outbox = new QueryRecord.Outbox(in.getLong(), in.getLong(), in.getLong());
        String id = StandardCharsets.UTF_8.decode(in).toString();
        return new QueryRecord(number, id, dropped, position, rows, outbox);
    }
}
