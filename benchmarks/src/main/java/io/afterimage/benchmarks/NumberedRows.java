package io.afterimage.benchmarks;

import io.afterimage.RowSource;

/** Rows with consecutive numbers in the order of these, which is a random order of signatures. Read once, by one thread. */
final class NumberedRows implements RowSource {

    private final int count;
    private final RowMaker maker;
    private int made;

    NumberedRows(int count, RowMaker maker) {
        this.count = count;
        this.maker = maker;
    }

    @Override
    public boolean next() {
        return made++ < count;
    }

    @Override
    public long rowSignature() {
        return RowMaker.signature(made - 1L);
    }

    @Override
    public byte[] data() {
        return maker.next();
    }
}
