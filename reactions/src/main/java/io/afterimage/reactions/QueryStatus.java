package io.afterimage.reactions;

import io.afterimage.Position;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a reaction stands with one of its queries, at one moment. Immutable.
 *
 * @param queryId the query
 * @param state what the reaction is doing for it
 * @param checkpoint up to where the effect is done, {@link Position#NONE} if not known yet
 * @param knownHead the latest position of the query that the reaction has heard of
 * @param cause what failed last, null while all is well
 * @param counts what was done since the start
 */
public record QueryStatus(
        String queryId,
        ReactionState state,
        Position checkpoint,
        Position knownHead,
        @Nullable Throwable cause,
        Counts counts) {

    /**
     * What was done for a query since the reaction started. Immutable.
     *
     * @param handled emissions whose effect is done
     * @param duplicates emissions that came again and were left out
     * @param gapsHealed holes in what was handed over that the outbox filled
     * @param skipped emissions that {@link RecoveryPolicy#AUTO_SKIP_GAP} left out
     * @param deadLetters emissions that were given up and recorded
     * @param failedAttempts attempts of any kind that failed
     */
    public record Counts(
            long handled, long duplicates, long gapsHealed, long skipped, long deadLetters, long failedAttempts) {}

    /**
     * What the reaction is stuck on, or was stopped by.
     *
     * @return the last failure, empty while all is well
     */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(cause);
    }

    /**
     * How many emissions the reaction is behind.
     *
     * @return the distance to the known head; all of the head's life where the checkpoint is from another one
     */
    public long lag() {
        return checkpoint.generation() == knownHead.generation()
                ? Math.max(0, knownHead.sequence() - checkpoint.sequence())
                : knownHead.sequence();
    }
}
