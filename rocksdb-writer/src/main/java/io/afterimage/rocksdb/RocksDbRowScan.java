package io.afterimage.rocksdb;

import io.afterimage.CorruptStoreException;
import io.afterimage.spi.EngineView.RowScan;
import io.afterimage.spi.QueryRecord;
import io.afterimage.spi.RowChunk;
import java.util.zip.CRC32C;

/**
 * A walk over rows that lays each out in the reader's chunk, without another copy and without an object per row. One
 * thread at a time.
 *
 * <p>The value is read to where its payload starts right after the room for the key; the key then replaces the value's
 * header. So key and payload lie together as their checksum takes them, in one call.
 */
final class RocksDbRowScan implements RowScan {

    private static final int PAYLOAD_AT = Keys.ROW_BYTES;
    private static final int VALUE_AT = PAYLOAD_AT - Values.HEADER_BYTES;

    private final Walk walk;
    private final QueryRecord query;
    private final CRC32C crc = new CRC32C();
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
        int start = chunk.roomStart();
        int length = readValue(chunk, start + VALUE_AT);
        byte[] room = chunk.room(PAYLOAD_AT);
        byte version = room[start + VALUE_AT];
        int expected = Values.checksumIn(room, start + VALUE_AT);
        readKey(room, start);
        long signature = Keys.signatureOf(room, start);
        try {
            requireSound(room, start, length, version, expected);
        } catch (Values.Damaged e) {
            throw CorruptStoreException.ofRow(query.queryId(), signature, e.what());
        }
        chunk.addInRoom(signature, start + PAYLOAD_AT, length - Values.HEADER_BYTES);
    }

    private int readValue(RowChunk chunk, int at) {
        byte[] room = chunk.room(PAYLOAD_AT);
        int length = walk.value(room, at, room.length - at);
        if (length > room.length - at) {
            walk.value(chunk.room(Math.addExact(VALUE_AT, length)), at, length);
        }
        return length;
    }

    private void readKey(byte[] room, int at) {
        if (walk.key(room, at, Keys.ROW_BYTES) != Keys.ROW_BYTES) {
            throw CorruptStoreException.ofQuery(
                    query.queryId(), "Record: row key. Expected length in bytes: " + Keys.ROW_BYTES + ".", null);
        }
    }

    private void requireSound(byte[] room, int start, int length, byte version, int expected) throws Values.Damaged {
        if (length < Values.HEADER_BYTES) {
            throw Values.tooShort(Values.HEADER_BYTES, length);
        }
        Values.requireVersion(version);
        crc.reset();
        crc.update(room, start, VALUE_AT + length);
        Values.requireChecksum(expected, (int) crc.getValue());
    }

    @Override
    public void close() {
        walk.close();
    }
}
