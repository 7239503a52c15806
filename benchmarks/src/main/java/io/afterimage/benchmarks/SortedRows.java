package io.afterimage.benchmarks;

import io.afterimage.RowSource;
import java.util.Arrays;

/** Rows with consecutive numbers in unsigned ascending order of their signatures, for loads. Read once, by one thread. */
final class SortedRows implements RowSource {

    private final long[] signatures;
    private final RowMaker maker;
    private int at = -1;

    SortedRows(long firstNumber, int count, RowMaker maker) {
        this.maker = maker;
        signatures = new long[count];
        for (int i = 0; i < count; i++) {
            signatures[i] = RowMaker.signature(firstNumber + i) ^ Long.MIN_VALUE;
        }
        Arrays.sort(signatures);
    }

    @Override
    public boolean next() {
        return ++at < signatures.length;
    }

    @Override
    public long rowSignature() {
        return signatures[at] ^ Long.MIN_VALUE;
    }

    @Override
    public byte[] data() {
        return maker.next();
    }
}
