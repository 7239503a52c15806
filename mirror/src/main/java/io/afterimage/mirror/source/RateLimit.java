package io.afterimage.mirror.source;

import io.afterimage.RefusedException;

/**
 * How many requests a source makes: so many per second in the long run, and so many at once after a rest. Immutable.
 *
 * @param perSecond requests per second (more than 0, finite)
 * @param burst how many may follow each other at once (1 or more)
 */
public record RateLimit(double perSecond, int burst) {

    /** Checks the ranges. */
    public RateLimit {
        if (!(perSecond > 0) || Double.isInfinite(perSecond) || burst < 1) {
            throw new RefusedException(
                    "The rate limit is outside its limits. Expected: more than 0 a second, a burst of 1"
                            + " or more. Found: " + perSecond + " a second, a burst of " + burst + ".");
        }
    }
}
