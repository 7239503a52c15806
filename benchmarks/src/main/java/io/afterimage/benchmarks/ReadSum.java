package io.afterimage.benchmarks;

import java.nio.ByteBuffer;

/**
 * What a reader makes of a row, the same for every contender: little enough not to be measured, enough that key and bytes
 * have to be there. Added up over the rows of a query it tells nearly any two sets of rows apart.
 */
public final class ReadSum {

    private ReadSum() {}

    /**
     * Reads a row.
     *
     * @param rowSignature its signature
     * @param row its bytes
     * @return a number made of signature, length, first and last byte
     */
    public static long of(long rowSignature, byte[] row) {
        return of(rowSignature, row, row.length);
    }

    /**
     * Reads a row at the beginning of an array.
     *
     * @param rowSignature its signature
     * @param buffer the array
     * @param length how many bytes of it are the row
     * @return the same number as for the row alone
     */
    public static long of(long rowSignature, byte[] buffer, int length) {
        return length == 0 ? rowSignature : sum(rowSignature, length, buffer[0], buffer[length - 1]);
    }

    /**
     * Reads a row in a buffer.
     *
     * @param rowSignature its signature
     * @param row its bytes, from position to limit, which stay where they are
     * @return the same number as for the row alone
     */
    public static long of(long rowSignature, ByteBuffer row) {
        int length = row.remaining();
        return length == 0
                ? rowSignature
                : sum(rowSignature, length, row.get(row.position()), row.get(row.limit() - 1));
    }

    private static long sum(long rowSignature, int length, byte first, byte last) {
        return rowSignature + ((long) length << 16) + (first & 0xFF) * 257L + (last & 0xFF);
    }
}
