package io.afterimage.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Makes rows for little: bytes are cut out of a pool of 4 MiB of random ones, which no compression finds again within a
 * block, and a counter is stamped over their beginning, so that no two rows ever are the same. What it makes depends on how
 * often it was asked, nothing else. Not thread-safe; one thread at a time.
 */
final class RowMaker {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int POOL_BYTES = 4 << 20;
    private static final int STRIDE = 1_000_003; // a prime, so that the cuts wander over the whole pool

    private final byte[] pool;
    private final int rowBytes;
    private int at;
    private long made;

    RowMaker(int rowBytes) {
        this.rowBytes = rowBytes;
        this.pool = new byte[POOL_BYTES + rowBytes];
        new SplittableRandom(17).nextBytes(pool);
    }

    /** Another row, in a fresh array. */
    byte[] next() {
        at = (at + STRIDE) & (POOL_BYTES - 1);
        made++;
        byte[] row = Arrays.copyOfRange(pool, at, at + rowBytes);
        if (rowBytes >= Long.BYTES) {
            LONGS.set(row, 0, made);
        }
        return row;
    }

    /** The signature of a row by its number: the mix of SplitMix64, a bijection, so that no two rows share one. */
    static long signature(long number) {
        long z = number * 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
