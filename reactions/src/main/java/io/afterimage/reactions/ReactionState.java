package io.afterimage.reactions;

import java.util.EnumSet;
import java.util.Set;

/**
 * What a reaction is doing for one of its queries.
 *
 * <pre>
 *   STARTING ───► PLANNING ───► BOOTSTRAPPING ◄──┐
 *                  │    ▲             │          │ a poisoned emission
 *                  ▼    │             │          │ under AUTO_RESET
 *               REPLAYING ◄───────────┘          │
 *                 │    ▲ ────────────────────────┤
 *                 ▼    │                         │
 *                 LIVE ──────────────────────────┘
 *
 *   LIVE ───► PLANNING                 a new life of the query
 *   each of the five ◄───► RETRYING    an attempt failed, the next one waits
 *   each of the six ───► STOPPED       closed
 *   each of the six ───► FAILED        somebody has to decide; the status names the cause
 * </pre>
 */
public enum ReactionState {
    /** Subscribes to the feed, so that nothing falls between planning and following. */
    STARTING,
    /** Compares the checkpoint with the feed. */
    PLANNING,
    /** Builds the effect from a snapshot. */
    BOOTSTRAPPING,
    /** Reads the outbox after the checkpoint. */
    REPLAYING,
    /** Follows what the query publishes; idle when there is nothing. */
    LIVE,
    /** Waits for the next attempt at what failed. */
    RETRYING,
    /** Was closed; the checkpoint is written. Final. */
    STOPPED,
    /** Does not go on; the checkpoint stands before what failed. Final. */
    FAILED;

    /**
     * Whether a reaction may go from this state to another.
     *
     * @param next the other state
     * @return true if the diagram has the arrow
     */
    public boolean isValidTransition(ReactionState next) {
        return successors().contains(next);
    }

    /**
     * Whether nothing follows.
     *
     * @return true for {@link #STOPPED} and {@link #FAILED}
     */
    public boolean isFinal() {
        return this == STOPPED || this == FAILED;
    }

    private Set<ReactionState> successors() {
        return switch (this) {
            case STARTING -> EnumSet.of(PLANNING, RETRYING, STOPPED, FAILED);
            case PLANNING -> EnumSet.of(BOOTSTRAPPING, REPLAYING, RETRYING, STOPPED, FAILED);
            case BOOTSTRAPPING -> EnumSet.of(REPLAYING, RETRYING, STOPPED, FAILED);
            case REPLAYING -> EnumSet.of(LIVE, PLANNING, BOOTSTRAPPING, RETRYING, STOPPED, FAILED);
            case LIVE -> EnumSet.of(REPLAYING, PLANNING, BOOTSTRAPPING, RETRYING, STOPPED, FAILED);
            case RETRYING -> EnumSet.of(STARTING, PLANNING, BOOTSTRAPPING, REPLAYING, LIVE, STOPPED, FAILED);
            case STOPPED, FAILED -> EnumSet.noneOf(ReactionState.class);
        };
    }
}
