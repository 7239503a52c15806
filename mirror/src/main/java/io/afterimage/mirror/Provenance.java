package io.afterimage.mirror;

import io.afterimage.QueryId;
import io.afterimage.RefusedException;

/**
 * Where a delta comes from and how far it is to be trusted. Immutable.
 *
 * @param source the id of the source (1 to 1,024 UTF-8 bytes, see {@link QueryId})
 * @param confidence from 0 to 1; 1 where a source knows none. Never NaN
 */
public record Provenance(String source, double confidence) {

    /** What a source that knows no confidence is trusted. */
    public static final double FULL_CONFIDENCE = 1.0;

    /** Checks the ranges; a confidence of -0.0 becomes 0.0, so that equal ones are equal. */
    public Provenance {
        Limits.checkSource(source);
        if (!(confidence >= 0 && confidence <= 1)) { // so put, NaN is refused too
            throw new RefusedException("The confidence is not a number from 0 to 1. Source: " + source
                    + ". Expected: 0 to 1. Found: " + confidence + ".");
        }
        confidence += 0.0;
    }

    /**
     * A source that is trusted fully.
     *
     * @param source the id of the source
     * @return the provenance, with {@link #FULL_CONFIDENCE}
     */
    public static Provenance of(String source) {
        return new Provenance(source, FULL_CONFIDENCE);
    }
}
