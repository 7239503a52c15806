package io.afterimage;

import java.util.Arrays;
import java.util.Objects;

/**
 * One change to one row: an upsert (insert or replace) or a delete (no error if the row is absent). Immutable as long as
 * the caller leaves the array alone: a store copies the bytes before its call returns, and the caller must not change
 * them until then.
 */
public sealed interface RowMutation {

    /**
     * The identity of the row inside its query.
     *
     * @return an unsigned 64-bit number in a {@code long}; every value is legal (C4)
     */
    long rowSignature();

    /**
     * Inserts the row or replaces its bytes.
     *
     * @param rowSignature the unsigned 64-bit identity of the row
     * @param data the row's bytes, from 0 to the store's maximum row size; not copied here
     * @return the mutation
     */
    static RowMutation upsert(long rowSignature, byte[] data) {
        return new Upsert(rowSignature, data);
    }

    /**
     * Deletes the row if it is there.
     *
     * @param rowSignature the unsigned 64-bit identity of the row
     * @return the mutation
     */
    static RowMutation delete(long rowSignature) {
        return new Delete(rowSignature);
    }

    /**
     * Insert or replace. Equality is by content.
     *
     * @param rowSignature the unsigned 64-bit identity of the row
     * @param data the row's bytes
     */
    record Upsert(long rowSignature, byte[] data) implements RowMutation {

        /** Checks that the bytes are there. */
        public Upsert {
            Objects.requireNonNull(data, "data");
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Upsert that && rowSignature == that.rowSignature && Arrays.equals(data, that.data);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(rowSignature) + Arrays.hashCode(data);
        }

        @Override
        public String toString() {
            return "upsert(" + Long.toUnsignedString(rowSignature) + ", " + data.length + " bytes)";
        }
    }

    /**
     * Delete if present.
     *
     * @param rowSignature the unsigned 64-bit identity of the row
     */
    record Delete(long rowSignature) implements RowMutation {

        @Override
        public String toString() {
            return "delete(" + Long.toUnsignedString(rowSignature) + ")";
        }
    }
}
