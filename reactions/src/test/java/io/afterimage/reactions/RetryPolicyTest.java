package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.RefusedException;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pauses double, end at the longest, and are left to chance as far as they may. */
class RetryPolicyTest {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMillis(500);

    @Test
    void pauses_doubleUpToTheLongest() {
        RetryPolicy policy = new RetryPolicy(9, FIRST, LONGEST, 0);
        assertThat(IntStream.rangeClosed(1, 6)
                        .mapToLong(it -> policy.pauseAfter(it, new Random(1)).toMillis()))
                .containsExactly(100L, 200L, 400L, 500L, 500L, 500L);
        assertThat(policy.pauseAfter(Integer.MAX_VALUE, new Random(1))).isEqualTo(LONGEST);
    }

    @Test
    void jitter_shortensByUpToItsShare() {
        RetryPolicy policy = new RetryPolicy(9, FIRST, LONGEST, 0.5);
        Random random = new Random(1);
        assertThat(IntStream.range(0, 1_000).mapToObj(it -> policy.pauseAfter(1, random)))
                .allMatch(it -> it.toMillis() >= 50 && it.compareTo(FIRST) <= 0)
                .anyMatch(it -> it.toMillis() < 60)
                .anyMatch(it -> it.toMillis() > 90);
    }

    @Test
    void pauseOfZero_staysZero() {
        assertThat(new RetryPolicy(2, Duration.ZERO, Duration.ZERO, 1).pauseAfter(3, new Random(1)))
                .isZero();
    }

    @Test
    void valuesOutsideTheLimits_areRefused() {
        assertThatThrownBy(() -> new RetryPolicy(0, FIRST, LONGEST, 0)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> new RetryPolicy(1, LONGEST, FIRST, 0)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> new RetryPolicy(1, FIRST.negated(), LONGEST, 0))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> new RetryPolicy(1, FIRST, LONGEST, 1.1)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> new RetryPolicy(1, FIRST, LONGEST, Double.NaN)).isInstanceOf(RefusedException.class);
    }
}
