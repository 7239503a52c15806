package io.afterimage.spi;

/**
 * A walk over rows in unsigned ascending order of their signatures, each signature once. The bytes of the current row lie
 * inside an array that belongs to the walk and are valid until the next step. Not thread-safe; one thread at a time.
 */
public interface RowWalk {

    /**
     * Steps to the first or next row.
     *
     * @return false at the end
     * @throws io.afterimage.StoreUnavailableException if rows that were put aside cannot be read back
     */
    boolean next();

    /**
     * The current row's signature.
     *
     * @return an unsigned 64-bit number
     */
    long rowSignature();

    /**
     * The array with the current row's bytes.
     *
     * @return an array, not to be changed
     */
    byte[] array();

    /**
     * Where the current row's bytes start.
     *
     * @return an index of {@link #array}
     */
    int offset();

    /**
     * How long the current row is.
     *
     * @return bytes
     */
    int length();
}
