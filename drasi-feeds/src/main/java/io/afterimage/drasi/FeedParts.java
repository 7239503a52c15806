package io.afterimage.drasi;

import io.afterimage.LiveResultsStore;
import java.time.Clock;
import java.time.Instant;

/** What the queries of one feed share. Immutable. */
record FeedParts(LiveResultsStore store, Clock clock, FeedLimits limits, HeldLoad load) {

    Instant now() {
        return clock.instant();
    }
}
