package io.afterimage.reactions;

import io.afterimage.Position;
import java.util.List;

/** How a reaction goes on; the answer of {@link RecoveryPlanner}. Immutable. */
public sealed interface RecoveryPlan {

    /**
     * Goes on with the emission after a position; the position is where the effect stands already.
     *
     * @param position the checkpoint
     */
    record ResumeAfter(Position position) implements RecoveryPlan {}

    /**
     * Begins with what the query publishes next; history is not replayed.
     *
     * @param head where the feed stands
     */
    record StartAtHead(Position head) implements RecoveryPlan {}

    /**
     * Builds the effect from a snapshot, then goes on from the snapshot's position.
     *
     * @param cause whether there is an old effect to be wiped
     * @param standing what made it necessary
     */
    record BuildFromSnapshot(Bootstrap.Cause cause, Standing standing) implements RecoveryPlan {}

    /**
     * Leaves emissions out and goes on after a position.
     *
     * @param position the last emission that is left out, or the head
     * @param skipped how many emissions of the feed's present life are left out
     * @param standing what made it necessary
     */
    record SkipTo(Position position, long skipped, Standing standing) implements RecoveryPlan {}

    /**
     * Does not go on; somebody has to decide.
     *
     * @param reason a constant sentence
     * @param facts what was found
     * @param remedies what helps, one sentence each
     */
    record Refuse(String reason, RecoveryFacts facts, List<String> remedies) implements RecoveryPlan {

        /** Copies the list. */
        public Refuse {
            remedies = List.copyOf(remedies);
        }
    }
}
