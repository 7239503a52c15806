package io.afterimage;

import java.util.Arrays;
import java.util.Objects;

/**
 * One row of a result set. Equality is by content. Immutable as long as nobody changes the array.
 *
 * @param rowSignature the unsigned 64-bit identity of the row inside its query
 * @param data the row's bytes; the store never looks inside
 */
public record Row(long rowSignature, byte[] data) {

    /** Checks that the bytes are there. */
    public Row {
        Objects.requireNonNull(data, "data");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row that && rowSignature == that.rowSignature && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(rowSignature) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "row(" + Long.toUnsignedString(rowSignature) + ", " + data.length + " bytes)";
    }
}
