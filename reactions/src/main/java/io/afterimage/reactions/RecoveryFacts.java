package io.afterimage.reactions;

import io.afterimage.OutboxRead;
import io.afterimage.Position;
import java.util.Objects;

/**
 * What a recovery is planned from: where the checkpoint stands, where the feed stands, and what the reaction asked for.
 * Immutable.
 *
 * @param standing where the checkpoint stands against the feed
 * @param checkpoint the checkpoint; {@link Position#NONE} where there is none
 * @param head where the feed stood when it was asked
 * @param earliest the sequence of the oldest emission that can be had; one more than the head's where there is none
 * @param need whether the effect is built from a snapshot
 * @param policy what is done when the reaction cannot simply go on
 */
public record RecoveryFacts(
        Standing standing,
        Position checkpoint,
        Position head,
        long earliest,
        SnapshotNeed need,
        RecoveryPolicy policy) {

    /** Checks that all is told. */
    public RecoveryFacts {
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(head, "head");
        Objects.requireNonNull(need, "need");
        Objects.requireNonNull(policy, "policy");
    }

    /**
     * The facts of a reaction without a checkpoint.
     *
     * @param head where the feed stands
     * @param need whether the effect is built from a snapshot
     * @param policy the recovery policy
     * @return the facts
     */
    public static RecoveryFacts withoutCheckpoint(Position head, SnapshotNeed need, RecoveryPolicy policy) {
        return new RecoveryFacts(Standing.NO_CHECKPOINT, Position.NONE, head, head.sequence() + 1, need, policy);
    }

    /**
     * The facts of a reaction with a checkpoint.
     *
     * @param checkpoint the checkpoint
     * @param answer what the feed answered when asked for what follows it
     * @param need whether the effect is built from a snapshot
     * @param policy the recovery policy
     * @return the facts
     */
    public static RecoveryFacts of(Position checkpoint, OutboxRead answer, SnapshotNeed need, RecoveryPolicy policy) {
        return new RecoveryFacts(Standing.of(answer), checkpoint, answer.head(), earliest(answer), need, policy);
    }

    private static long earliest(OutboxRead answer) {
        if (answer instanceof OutboxRead.Entries read) {
            return read.entries().get(0).sequence();
        }
        return answer instanceof OutboxRead.Gap gap
                ? gap.earliest()
                : answer.head().sequence() + 1;
    }

    /**
     * The facts as a message tells them.
     *
     * @return "Checkpoint: .. Feed: .." and, for a gap, its numbers
     */
    public String inWords() {
        String stands = "Standing: " + standing.words() + ". Checkpoint: "
                + (standing == Standing.NO_CHECKPOINT ? "none" : checkpoint.toString()) + ". Feed's head: " + head
                + ".";
        return standing == Standing.GAP
                ? stands + " Gap: requested after " + checkpoint.sequence() + ", earliest " + earliest + ", latest "
                        + head.sequence() + ", missing " + missing() + "."
                : stands;
    }

    /** How many emissions lie between the checkpoint and the oldest one that can be had. */
    long missing() {
        return earliest - 1 - checkpoint.sequence();
    }
}
