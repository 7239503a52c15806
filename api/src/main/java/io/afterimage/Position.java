package io.afterimage;

/**
 * Where a stored state stands. Immutable.
 *
 * @param generation the life of the query's state, from 1; 0 only where there has never been one
 * @param sequence the last emission applied in that life, from 1; 0 = nothing yet
 * @param configHash the 64-bit identity of the query's definition; 0 = not told
 */
public record Position(long generation, long sequence, long configHash) {

    /** The position of a query that the store does not know. */
    public static final Position NONE = new Position(0, 0, 0);

    /** Checks the ranges. */
    public Position {
        if (generation < 0 || sequence < 0) {
            throw new RefusedException("A position has a negative part. Generation: " + generation + ". Sequence: "
                    + sequence + ". Expected: 0 or more.");
        }
    }

    @Override
    public String toString() {
        return "generation " + generation + ", sequence " + sequence + ", config "
                + Long.toUnsignedString(configHash, 16);
    }
}
