package io.afterimage.rocksdb;

import io.afterimage.spi.EngineView.SignatureScan;
import java.nio.ByteBuffer;

/** A walk over signatures that never copies a value. One thread at a time. */
final class RocksDbSignatureScan implements SignatureScan {

    private final Walk walk;
    private final ByteBuffer key = ByteBuffer.allocateDirect(Keys.ROW_BYTES);
    private boolean ended;

    RocksDbSignatureScan(Walk walk) {
        this.walk = walk;
    }

    @Override
    public int fill(long[] signatures) {
        int read = 0;
        while (!ended && read < signatures.length) {
            if (walk.next()) {
                key.clear();
                walk.key(key);
                signatures[read++] = key.getLong(Keys.ROW_SIGNATURE_AT);
            } else {
                ended = true;
            }
        }
        return read;
    }

    @Override
    public void close() {
        walk.close();
    }
}
