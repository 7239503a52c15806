package io.afterimage.mirror;

import io.afterimage.RefusedException;
import java.time.Duration;

/** How much of the event log is kept: the newest events, as long as they are young enough. Immutable. */
record EventRetention(long maxEvents, Duration maxAge) {

    static final EventRetention DEFAULT = new EventRetention(100_000, Duration.ofDays(30));

    EventRetention {
        if (maxEvents < 1 || maxAge.isNegative() || maxAge.isZero() || maxAge.compareTo(Limits.LONGEST) > 0) {
            throw new RefusedException(
                    "The event retention is outside its limits. Expected: 1 or more events, and an age"
                            + " above zero and up to " + Limits.LONGEST.toDays() + " days. Found: " + maxEvents
                            + " events, "
                            + maxAge + ".");
        }
    }
}
