package io.afterimage.rocksdb;

import io.afterimage.spi.EngineView.SignatureScan;

/** A walk over signatures that never copies a value. One thread at a time. */
final class RocksDbSignatureScan implements SignatureScan {

    private final Walk walk;
    private final byte[] key = new byte[Keys.ROW_BYTES];
    private boolean ended;

    RocksDbSignatureScan(Walk walk) {
        this.walk = walk;
    }

    @Override
    public int fill(long[] signatures) {
        int read = 0;
        while (!ended && read < signatures.length) {
            if (walk.next()) {
                walk.key(key, 0, Keys.ROW_BYTES);
                signatures[read++] = Keys.signatureOf(key, 0);
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
