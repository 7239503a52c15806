package io.afterimage.drasi;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import java.nio.BufferUnderflowException;
import java.time.DateTimeException;

/**
 * What is stored of a delivery that waits for others. The layout is in {@code docs/formats/held-parts.md}. Immutable.
 *
 * @param generation the life of the query that it belongs to
 * @param slice the row in which its slice begins: consecutive diffs of one emission that one request brought
 * @param delivery what was delivered
 */
record HeldRow(long generation, long slice, Delivery delivery) {

    /** The newest format version that this library knows, and the one it writes. */
    static final int FORMAT_VERSION = 1;

    byte[] encode() {
        return new HeldRowWriter().write(this);
    }

    /**
     * Reads what is stored.
     *
     * @param home the query that holds it, for messages
     * @param rowSignature its row, for messages
     * @param stored its bytes
     * @throws NewerFormatException if a later version of the library wrote it
     * @throws CorruptStoreException if it is damaged
     */
    static HeldRow decode(String home, long rowSignature, byte[] stored) {
        int version = stored.length == 0 ? 0 : stored[0] & 0xFF;
        if (version > FORMAT_VERSION) {
            throw new NewerFormatException("held part " + rowSignature + " of " + home, version, FORMAT_VERSION);
        }
        if (version == 0) {
            throw damaged(home, rowSignature, "a format version of 0");
        }
        try {
            return new HeldRowReader(stored).read();
        } catch (BufferUnderflowException
                | UnusableLineException
                | DateTimeException
                | ArithmeticException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            throw damaged(home, rowSignature, String.valueOf(e));
        }
    }

    private static CorruptStoreException damaged(String home, long rowSignature, String found) {
        return CorruptStoreException.ofRow(
                home, rowSignature, "Expected: a held part in format version 1. Found: " + found + ".");
    }
}
