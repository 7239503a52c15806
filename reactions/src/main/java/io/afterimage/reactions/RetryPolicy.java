package io.afterimage.reactions;

import io.afterimage.RefusedException;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * How often and after which pauses something that failed is tried again: exponential back-off with jitter. Immutable.
 *
 * @param maxAttempts how often it is tried in all (1 or more)
 * @param firstPause the pause after the first failure (0 or more)
 * @param longestPause what the doubling pauses are cut to (at least the first pause)
 * @param jitter the share of a pause that is left to chance (0 to 1): a pause is shortened by up to that share
 */
public record RetryPolicy(int maxAttempts, Duration firstPause, Duration longestPause, double jitter) {

    /** Five attempts with pauses of 100 ms to 10 s, up to a half of each left to chance. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(5, Duration.ofMillis(100), Duration.ofSeconds(10), 0.5);

    /** Checks the ranges. */
    public RetryPolicy {
        Objects.requireNonNull(firstPause, "firstPause");
        Objects.requireNonNull(longestPause, "longestPause");
        boolean pausesFit = !firstPause.isNegative() && longestPause.compareTo(firstPause) >= 0;
        if (maxAttempts < 1 || !pausesFit || !(jitter >= 0 && jitter <= 1)) {
            throw new RefusedException(
                    "The retry policy is outside its limits. Expected: 1 or more attempts, pauses that"
                            + " do not shrink, jitter from 0 to 1. Found: " + maxAttempts + " attempts, " + firstPause
                            + " to "
                            + longestPause + ", jitter " + jitter + ".");
        }
    }

    /**
     * The pause after a failed attempt.
     *
     * @param failedAttempts how many attempts have failed in a row (1 or more)
     * @param random where the jitter comes from
     * @return the pause
     */
    public Duration pauseAfter(int failedAttempts, RandomGenerator random) {
        Duration pause = firstPause;
        for (int i = 1; i < failedAttempts && !pause.isZero() && pause.compareTo(longestPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        Duration cut = pause.compareTo(longestPause) < 0 ? pause : longestPause;
        return Duration.ofNanos((long) (cut.toNanos() * (1 - jitter * random.nextDouble())));
    }
}
