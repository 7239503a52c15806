package io.afterimage.reactions;

import java.time.Instant;
import java.util.Objects;

/**
 * An emission that was given up under {@link RecoveryPolicy#AUTO_SKIP_GAP}, with what made it fail. Immutable.
 *
 * @param reactionId the reaction whose handler failed
 * @param emission the emission
 * @param attempts how often it was tried
 * @param failure how the last attempt failed
 * @param givenUpAt when it was given up
 */
public record DeadLetter(String reactionId, Emission emission, int attempts, Throwable failure, Instant givenUpAt) {

    /** Checks that all is told. */
    public DeadLetter {
        Objects.requireNonNull(reactionId, "reactionId");
        Objects.requireNonNull(emission, "emission");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(givenUpAt, "givenUpAt");
    }
}
