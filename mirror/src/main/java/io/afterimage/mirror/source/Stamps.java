package io.afterimage.mirror.source;

import java.time.Instant;

/** Moments for what does not tell its own: each later than the one before, so that order survives. Not thread-safe. */
final class Stamps {

    private static final int STEP_NANOS = 1_000;

    private final SourceTime time;
    private Instant last = Instant.EPOCH;

    Stamps(SourceTime time) {
        this.time = time;
    }

    Instant next() {
        return after(last);
    }

    /** A moment that is also later than another one. */
    Instant after(Instant other) {
        Instant newest = later(other, last);
        last = later(time.now(), newest.plusNanos(STEP_NANOS));
        return last;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
