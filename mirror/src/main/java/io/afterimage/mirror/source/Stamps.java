package io.afterimage.mirror.source;

import java.time.Instant;

/**
 * Moments for what does not tell its own: each later than the one before, so that order survives. Not thread-safe; one
 * thread at a time.
 */
public final class Stamps {

    private static final int STEP_NANOS = 1_000;

    private final SourceTime time;
    private Instant last = Instant.EPOCH;

    /**
     * Takes moments from a time.
     *
     * @param time what time it is
     */
    public Stamps(SourceTime time) {
        this.time = time;
    }

    /**
     * The moment, or one a little later.
     *
     * @return a moment after all that were given before
     */
    public Instant next() {
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
