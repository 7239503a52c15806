package io.afterimage.reactions;

import io.afterimage.Position;
import java.util.List;

/**
 * The recovery table: from facts to a plan. Pure; it reads nothing and changes nothing. Thread-safe.
 *
 * <table>
 * <caption>Plans by standing and need</caption>
 * <tr><th>checkpoint against feed</th><th>needs snapshot</th><th>no snapshot needed</th></tr>
 * <tr><td>none</td><td>bootstrap (fresh)</td><td>start at the head</td></tr>
 * <tr><td>inside the outbox, or at the head</td><td>resume after it</td><td>resume after it</td></tr>
 * <tr><td>older than the outbox (gap)</td><td>by policy</td><td>by policy</td></tr>
 * <tr><td>ahead of the head, other generation, other config</td><td>by policy</td><td>by policy</td></tr>
 * </table>
 *
 * <p>{@link RecoveryPolicy#STRICT} refuses; {@link RecoveryPolicy#AUTO_RESET} wipes and bootstraps;
 * {@link RecoveryPolicy#AUTO_SKIP_GAP} goes on at the oldest retained emission after a gap, else at the head. A policy
 * that contradicts the need is refused whatever the facts ({@link Contradiction}).
 */
public final class RecoveryPlanner {

    private RecoveryPlanner() {}

    /**
     * Plans how a reaction goes on.
     *
     * @param facts what is known
     * @return the plan
     */
    public static RecoveryPlan plan(RecoveryFacts facts) {
        return Contradiction.between(facts.need(), facts.policy())
                .<RecoveryPlan>map(found -> new RecoveryPlan.Refuse(found.reason(), facts, List.of(found.remedy())))
                .orElseGet(() -> planByStanding(facts));
    }

    private static RecoveryPlan planByStanding(RecoveryFacts facts) {
        return switch (facts.standing()) {
            case NO_CHECKPOINT -> fresh(facts);
            case INSIDE_OUTBOX, AT_HEAD -> new RecoveryPlan.ResumeAfter(facts.checkpoint());
            case GAP, AHEAD, OTHER_GENERATION, OTHER_CONFIG -> planByPolicy(facts);
        };
    }

    private static RecoveryPlan fresh(RecoveryFacts facts) {
        return facts.need() == SnapshotNeed.NEEDS_SNAPSHOT
                ? new RecoveryPlan.BuildFromSnapshot(Bootstrap.Cause.FRESH_START, facts.standing())
                : new RecoveryPlan.StartAtHead(facts.head());
    }

    private static RecoveryPlan planByPolicy(RecoveryFacts facts) {
        return switch (facts.policy()) {
            case STRICT ->
                new RecoveryPlan.Refuse("The reaction cannot go on from its checkpoint.", facts, remedies(facts));
            case AUTO_RESET -> new RecoveryPlan.BuildFromSnapshot(Bootstrap.Cause.RESET, facts.standing());
            case AUTO_SKIP_GAP -> skip(facts);
        };
    }

    private static RecoveryPlan skip(RecoveryFacts facts) {
        Position head = facts.head();
        if (facts.standing() == Standing.GAP) {
            Position beforeEarliest = new Position(head.generation(), facts.earliest() - 1, head.configHash());
            return new RecoveryPlan.SkipTo(beforeEarliest, facts.missing(), Standing.GAP);
        }
        return new RecoveryPlan.SkipTo(head, skippedToHead(facts), facts.standing());
    }

    /** What the feed's present life holds beyond the checkpoint; all of it where the checkpoint is from another life. */
    private static long skippedToHead(RecoveryFacts facts) {
        long seen = facts.standing() == Standing.OTHER_GENERATION
                ? 0
                : facts.checkpoint().sequence();
        return Math.max(0, facts.head().sequence() - seen);
    }

    private static List<String> remedies(RecoveryFacts facts) {
        String retention = "Keep a longer outbox, so that it covers the reaction's longest absence.";
        String byHand = facts.need() == SnapshotNeed.NEEDS_SNAPSHOT
                ? "Remove the checkpoint, so that the next start bootstraps, or start with AUTO_RESET."
                : "Remove the checkpoint, so that the next start begins at the head, or start with AUTO_SKIP_GAP.";
        return switch (facts.standing()) {
            case GAP -> List.of(byHand, retention);
            case AHEAD -> List.of("Restore the query's store to the state the reaction has seen.", byHand);
            default -> List.of(byHand);
        };
    }
}
