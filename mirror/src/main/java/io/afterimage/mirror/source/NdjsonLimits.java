package io.afterimage.mirror.source;

import io.afterimage.RefusedException;

/**
 * How much an NDJSON source takes at once. Immutable.
 *
 * @param maxDeltas how many deltas one pull gives at most (1 or more)
 * @param maxBatchBytes after how many bytes of lines a pull ends (1 or more)
 * @param maxLineBytes how long a line may be (1 or more)
 */
public record NdjsonLimits(int maxDeltas, int maxBatchBytes, int maxLineBytes) {

    /** 500 deltas, 8 MiB, lines of up to 16 MiB. */
    public static final NdjsonLimits DEFAULT = new NdjsonLimits(500, 8 << 20, 16 << 20);

    /** Checks the ranges. */
    public NdjsonLimits {
        if (maxDeltas < 1 || maxBatchBytes < 1 || maxLineBytes < 1) {
            throw new RefusedException("The limits leave no room. Expected: 1 or more. Found: " + maxDeltas
                    + " deltas, " + maxBatchBytes + " bytes, lines of " + maxLineBytes + " bytes.");
        }
    }
}
