package io.afterimage.drasi;

import io.afterimage.RefusedException;

/**
 * How much a feed holds of what is not complete. What would exceed a bound is answered with "not ready". Immutable.
 *
 * @param maxQueryParts how many deliveries of one query (1 or more)
 * @param maxQueryBytes how many bytes of one query (1 or more)
 * @param maxParts how many deliveries of all queries together (1 or more)
 * @param maxBytes how many bytes of all queries together (1 or more)
 */
public record FeedLimits(long maxQueryParts, long maxQueryBytes, long maxParts, long maxBytes) {

    /** 100,000 deliveries and 64 MiB a query, 1,000,000 deliveries and 256 MiB together. */
    public static final FeedLimits DEFAULT = new FeedLimits(100_000, 64L << 20, 1_000_000, 256L << 20);

    /** Checks the ranges. */
    public FeedLimits {
        if (Math.min(Math.min(maxQueryParts, maxQueryBytes), Math.min(maxParts, maxBytes)) < 1) {
            throw new RefusedException(
                    "A feed must be allowed to hold something. Expected: 1 or more parts and bytes. Found: "
                            + maxQueryParts + " and " + maxQueryBytes + " a query, " + maxParts + " and " + maxBytes
                            + " together.");
        }
    }
}
