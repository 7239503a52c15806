package io.afterimage.tck.torture;

import io.afterimage.RowSource;

/** Rows of a replacement, and then what must not happen. Not thread-safe; one thread at a time. */
class FailingSource implements RowSource {

    private final int rows;
    private final RuntimeException failure;
    private int read;

    FailingSource(int rows, RuntimeException failure) {
        this.rows = rows;
        this.failure = failure;
    }

    /** Ends it. */
    void fail() {
        throw failure;
    }

    @Override
    public boolean next() {
        if (read == rows) {
            fail();
        }
        return read++ <= rows;
    }

    @Override
    public long rowSignature() {
        return read;
    }

    @Override
    public byte[] data() {
        return new byte[read % 100];
    }
}
