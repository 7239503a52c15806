package io.afterimage.reactions;

import io.afterimage.RefusedException;
import java.util.Objects;

/**
 * A reaction's terms. Immutable.
 *
 * @param need whether its effect is built from a snapshot
 * @param policy what is done when it cannot simply go on
 * @param persistence whether it must find its place again after a restart
 * @param bufferedEmissions how many live emissions wait for it in memory at most (1 or more); beyond that it falls back
 *     to reading the outbox
 * @param outboxEntriesPerRead how many outbox entries are read at once (1 or more)
 */
public record ReactionOptions(
        SnapshotNeed need,
        RecoveryPolicy policy,
        Persistence persistence,
        int bufferedEmissions,
        int outboxEntriesPerRead) {

    /** Whether a reaction must find its place again after a restart of its process. */
    public enum Persistence {
        /** It must: its checkpoints and its queries have to be stored. */
        DURABLE,
        /** It need not: with the process its effect is gone too. */
        VOLATILE
    }

    private static final int BUFFERED_EMISSIONS = 1_024;
    private static final int OUTBOX_ENTRIES_PER_READ = 256;

    /** Checks the ranges. */
    public ReactionOptions {
        Objects.requireNonNull(need, "need");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(persistence, "persistence");
        if (bufferedEmissions < 1 || outboxEntriesPerRead < 1) {
            throw new RefusedException("A reaction's limits leave no room. Expected: 1 or more. Found: "
                    + bufferedEmissions + " buffered emissions, " + outboxEntriesPerRead + " outbox entries per read.");
        }
    }

    /**
     * A durable reaction that is built from a snapshot, under {@link RecoveryPolicy#STRICT}.
     *
     * @return its terms
     */
    public static ReactionOptions needingSnapshot() {
        return defaults(SnapshotNeed.NEEDS_SNAPSHOT);
    }

    /**
     * A durable reaction that answers emissions one by one, under {@link RecoveryPolicy#STRICT}.
     *
     * @return its terms
     */
    public static ReactionOptions withoutSnapshot() {
        return defaults(SnapshotNeed.NO_SNAPSHOT);
    }

    private static ReactionOptions defaults(SnapshotNeed need) {
        return new ReactionOptions(
                need, RecoveryPolicy.STRICT, Persistence.DURABLE, BUFFERED_EMISSIONS, OUTBOX_ENTRIES_PER_READ);
    }

    /**
     * The same terms under another policy.
     *
     * @param policy the policy
     * @return new terms
     */
    public ReactionOptions policy(RecoveryPolicy policy) {
        return new ReactionOptions(need, policy, persistence, bufferedEmissions, outboxEntriesPerRead);
    }

    /**
     * The same terms with another persistence.
     *
     * @param persistence the persistence
     * @return new terms
     */
    public ReactionOptions persistence(Persistence persistence) {
        return new ReactionOptions(need, policy, persistence, bufferedEmissions, outboxEntriesPerRead);
    }

    /**
     * The same terms with other limits.
     *
     * @param bufferedEmissions how many live emissions wait at most (1 or more)
     * @param outboxEntriesPerRead how many outbox entries are read at once (1 or more)
     * @return new terms
     */
    public ReactionOptions limits(int bufferedEmissions, int outboxEntriesPerRead) {
        return new ReactionOptions(need, policy, persistence, bufferedEmissions, outboxEntriesPerRead);
    }
}
