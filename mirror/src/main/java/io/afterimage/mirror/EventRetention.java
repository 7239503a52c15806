package io.afterimage.mirror;

import io.afterimage.RefusedException;
import java.time.Duration;

/** How much of the event log is kept: the newest events, as long as they are young enough. Immutable. */
record EventRetention(long maxEvents, Duration maxAge) {

    static final EventRetention DEFAULT = new EventRetention(100_000, Duration.ofDays(30));

    EventRetention {
        if (maxEvents < 1 || maxAge.isNegative() || maxAge.isZero()) {
            throw new RefusedException(
                    "The retention keeps no event. Expected: 1 or more events, and an age above zero." + " Found: "
                            + maxEvents + " events, " + maxAge + ".");
        }
    }
}
