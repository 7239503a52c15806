package io.afterimage.reactions;

import io.afterimage.RowMutation;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One change to one row of a result set, with what was there before where the query told it. Equality is by content.
 * Immutable as long as nobody changes the arrays.
 */
public sealed interface RowDiff {

    /**
     * The identity of the row inside its query.
     *
     * @return an unsigned 64-bit number
     */
    long rowSignature();

    /**
     * What the change does to a stored copy of the result set.
     *
     * @return an upsert or a delete of the row
     */
    RowMutation mutation();

    /**
     * The row appeared.
     *
     * @param rowSignature the row
     * @param after its bytes
     */
    record Added(long rowSignature, byte[] after) implements RowDiff {

        /** Checks that the bytes are there. */
        public Added {
            Objects.requireNonNull(after, "after");
        }

        @Override
        public RowMutation mutation() {
            return RowMutation.upsert(rowSignature, after);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Added that && rowSignature == that.rowSignature && Arrays.equals(after, that.after);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(rowSignature) + Arrays.hashCode(after);
        }

        @Override
        public String toString() {
            return "added(" + Long.toUnsignedString(rowSignature) + ", " + after.length + " bytes)";
        }
    }

    /**
     * The row changed.
     *
     * @param rowSignature the row
     * @param before its bytes before, null where the query did not tell them
     * @param after its bytes after
     */
    record Updated(long rowSignature, byte @Nullable [] before, byte[] after) implements RowDiff {

        /**
         * Checks that the bytes are there. Written out because a compact constructor loses the nullness of its parameters
         * in the class file.
         *
         * @param rowSignature the row
         * @param before its bytes before, null where the query did not tell them
         * @param after its bytes after
         */
        public Updated(long rowSignature, byte @Nullable [] before, byte[] after) {
            this.rowSignature = rowSignature;
            this.before = before;
            this.after = Objects.requireNonNull(after, "after");
        }

        @Override
        public RowMutation mutation() {
            return RowMutation.upsert(rowSignature, after);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Updated that
                    && rowSignature == that.rowSignature
                    && Arrays.equals(before, that.before)
                    && Arrays.equals(after, that.after);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * Long.hashCode(rowSignature) + Arrays.hashCode(before)) + Arrays.hashCode(after);
        }

        @Override
        public String toString() {
            return "updated(" + Long.toUnsignedString(rowSignature) + ", " + after.length + " bytes)";
        }
    }

    /**
     * The row disappeared.
     *
     * @param rowSignature the row
     * @param before its bytes before, null where the query did not tell them
     */
    record Removed(long rowSignature, byte @Nullable [] before) implements RowDiff {

        @Override
        public RowMutation mutation() {
            return RowMutation.delete(rowSignature);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Removed that
                    && rowSignature == that.rowSignature
                    && Arrays.equals(before, that.before);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(rowSignature) + Arrays.hashCode(before);
        }

        @Override
        public String toString() {
            return "removed(" + Long.toUnsignedString(rowSignature) + ")";
        }
    }
}
