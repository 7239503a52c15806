package io.afterimage.rocksdb;

import io.afterimage.CorruptStoreException;
import io.afterimage.spi.EngineView.RowScan;
import io.afterimage.spi.QueryRecord;
import io.afterimage.spi.RowChunk;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** A walk over rows through two direct buffers, without an object per row. One thread at a time. */
final class RocksDbRowScan implements RowScan {

    private static final int FIRST_VALUE_BYTES = 4 << 10;
    private static final int LARGE_VALUE_BYTES = 1 << 20;

    private final Walk walk;
    private final QueryRecord query;
    private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.ROW_BYTES);
    private final CRC32C crc = new CRC32C();
    private ByteBuffer value = ByteBuffer.allocateDirect(FIRST_VALUE_BYTES);
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
        key.clear();
        if (walk.key(key) != Keys.ROW_BYTES) {
            throw CorruptStoreException.ofQuery(
                    query.queryId(), "Record: row key. Expected length in bytes: " + Keys.ROW_BYTES + ".", null);
        }
        long signature = key.getLong(Keys.ROW_SIGNATURE_AT);
        try {
            readValue();
            chunk.add(signature, value);
        } catch (Values.Damaged e) {
            throw CorruptStoreException.ofRow(query.queryId(), signature, e.getMessage());
        }
    }

    /** Leaves the buffer at the payload. */
    private void readValue() throws Values.Damaged {
        value.clear();
        int length = walk.value(value);
        if (length > value.capacity()) {
            value = ByteBuffer.allocateDirect(length > LARGE_VALUE_BYTES ? length : 2 * length);
            walk.value(value);
        }
        if (length < Values.HEADER_BYTES) {
            throw Values.tooShort(Values.HEADER_BYTES, length);
        }
        Values.requireVersion(value.get(0));
        int expected = value.getInt(1);
        crc.reset();
        crc.update(key.rewind());
        value.position(Values.HEADER_BYTES);
        crc.update(value);
        Values.requireChecksum(expected, (int) crc.getValue());
        value.position(Values.HEADER_BYTES);
    }

    @Override
    public void close() {
        walk.close();
    }
}
