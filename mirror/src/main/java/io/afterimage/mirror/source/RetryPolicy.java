package io.afterimage.mirror.source;

import io.afterimage.RefusedException;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * How often and after which pauses a request that failed is made again: exponential back-off with jitter, and never
 * earlier than the server asks for. Immutable.
 *
 * @param maxAttempts how often it is made in all (1 or more)
 * @param firstPause the pause after the first failure (0 or more)
 * @param longestPause what the doubling pauses are cut to (at least the first pause)
 * @param jitter the share of a pause that is left to chance (0 to 1): a pause is shortened by up to that share
 * @param longestRetryAfter how long a server may ask to wait (0 or more); if it asks for more, the pull ends at once
 */
public record RetryPolicy(
        int maxAttempts, Duration firstPause, Duration longestPause, double jitter, Duration longestRetryAfter) {

    /** Six attempts with pauses of 200 ms to 30 s, up to a half of each left to chance; up to 5 minutes if asked. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(6, Duration.ofMillis(200), Duration.ofSeconds(30), 0.5, Duration.ofMinutes(5));

    /** Checks the ranges. */
    public RetryPolicy {
        Objects.requireNonNull(firstPause, "firstPause");
        Objects.requireNonNull(longestPause, "longestPause");
        boolean pausesFit = !firstPause.isNegative() && longestPause.compareTo(firstPause) >= 0;
        if (maxAttempts < 1 || !pausesFit || !(jitter >= 0 && jitter <= 1) || longestRetryAfter.isNegative()) {
            throw new RefusedException(
                    "The retry policy is outside its limits. Expected: 1 or more attempts, pauses that"
                            + " do not shrink, jitter from 0 to 1. Found: " + maxAttempts + " attempts, " + firstPause
                            + " to "
                            + longestPause + ", jitter " + jitter + ", " + longestRetryAfter + " if asked.");
        }
    }

    Duration pauseAfter(int failedAttempts, RandomGenerator random) {
        Duration pause = firstPause;
        for (int i = 1; i < failedAttempts && !pause.isZero() && pause.compareTo(longestPause) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        Duration cut = pause.compareTo(longestPause) < 0 ? pause : longestPause;
        return Duration.ofNanos((long) (cut.toNanos() * (1 - jitter * random.nextDouble())));
    }
}
