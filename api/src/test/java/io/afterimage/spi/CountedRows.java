package io.afterimage.spi;

import io.afterimage.RowSource;

/** Rows of one byte with the signatures 0, 1, 2 and so on, and a place to do something in the middle of them. */
class CountedRows implements RowSource {

    private final int count;
    private int read;

    CountedRows(int count) {
        this.count = count;
    }

    /** Rows that are followed by something: it runs once all of them have been read, before the end is told. */
    static CountedRows endingWith(int count, Runnable last) {
        return new CountedRows(count) {
            @Override
            void atTheEnd() {
                last.run();
            }
        };
    }

    void atTheEnd() {}

    @Override
    public boolean next() {
        if (read == count) {
            atTheEnd();
            return false;
        }
        read++;
        return true;
    }

    @Override
    public long rowSignature() {
        return read - 1L;
    }

    @Override
    public byte[] data() {
        return new byte[1];
    }
}
