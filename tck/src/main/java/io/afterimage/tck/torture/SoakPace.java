package io.afterimage.tck.torture;

import java.time.Duration;

/**
 * How long a soak is and how it is divided: a short one lives through as many reopenings and samples as a quarter of an
 * hour, only faster. Immutable.
 *
 * @param total how long the store is used
 */
record SoakPace(Duration total) {

    private static final Duration UNIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(60);
    private static final Duration RAREST_SAMPLE = Duration.ofSeconds(5);

    static SoakPace of(int units) {
        return new SoakPace(UNIT.multipliedBy(units));
    }

    /** How many units are over after a while. */
    static int unitsAfter(double seconds) {
        return (int) (seconds / UNIT.toSeconds());
    }

    /** Between two samples. */
    Duration sample() {
        return least(total.dividedBy(20), RAREST_SAMPLE);
    }

    /** Between an open and the next close. */
    Duration life() {
        return least(total.dividedBy(6), LONGEST_LIFE);
    }

    /** Between two steps of a thread that writes. */
    Duration write() {
        return Duration.ofMillis(25);
    }

    /** Between two steps of a thread that reads. */
    Duration read() {
        return Duration.ofMillis(20);
    }

    /** How long snapshots are kept, and then are not, in steps of a reader. */
    int tideSteps() {
        return (int) life().dividedBy(4).dividedBy(read());
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
