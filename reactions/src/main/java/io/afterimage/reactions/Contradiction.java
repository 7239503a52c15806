package io.afterimage.reactions;

import java.util.Optional;

/** Terms that exclude each other. A reaction with one of them is refused at start, by name. */
public enum Contradiction {
    /** A durable reaction would lose its place with the process. */
    DURABLE_REACTION_ON_VOLATILE_CHECKPOINTS(
            "A durable reaction keeps its checkpoints in a volatile store.",
            "Use a durable checkpoint store, or declare the reaction volatile."),
    /** A durable reaction would meet a query that has forgotten everything. */
    DURABLE_REACTION_ON_VOLATILE_QUERY(
            "A durable reaction follows a volatile query.",
            "Keep the query in a durable store, or declare the reaction volatile."),
    /** An effect that is built from all rows would be wrong for ever after a skipped gap. */
    SNAPSHOT_WITH_AUTO_SKIP_GAP("A reaction that needs a snapshot cannot skip a gap.", "Use AUTO_RESET or STRICT."),
    /** There is nothing to wipe and nothing to build. */
    NO_SNAPSHOT_WITH_AUTO_RESET(
            "A reaction that needs no snapshot cannot be reset from one.", "Use AUTO_SKIP_GAP or STRICT.");

    private final String reason;
    private final String remedy;

    Contradiction(String reason, String remedy) {
        this.reason = reason;
        this.remedy = remedy;
    }

    /**
     * Whether need and policy exclude each other.
     *
     * @param need whether the effect is built from a snapshot
     * @param policy the recovery policy
     * @return the contradiction, empty if there is none
     */
    public static Optional<Contradiction> between(SnapshotNeed need, RecoveryPolicy policy) {
        return switch (policy) {
            case STRICT -> Optional.empty();
            case AUTO_RESET -> found(need == SnapshotNeed.NO_SNAPSHOT, NO_SNAPSHOT_WITH_AUTO_RESET);
            case AUTO_SKIP_GAP -> found(need == SnapshotNeed.NEEDS_SNAPSHOT, SNAPSHOT_WITH_AUTO_SKIP_GAP);
        };
    }

    /**
     * Whether a reaction's terms exclude each other or what it stands on.
     *
     * @param options the reaction's terms
     * @param checkpoints where its checkpoints are kept
     * @param feed what it follows
     * @return the first contradiction in the order of this enum, empty if there is none
     */
    public static Optional<Contradiction> in(ReactionOptions options, CheckpointStore checkpoints, EmissionFeed feed) {
        boolean durable = options.persistence() == ReactionOptions.Persistence.DURABLE;
        return found(durable && !checkpoints.durable(), DURABLE_REACTION_ON_VOLATILE_CHECKPOINTS)
                .or(() -> found(durable && !feed.durable(), DURABLE_REACTION_ON_VOLATILE_QUERY))
                .or(() -> between(options.need(), options.policy()));
    }

    private static Optional<Contradiction> found(boolean contradicts, Contradiction which) {
        return contradicts ? Optional.of(which) : Optional.empty();
    }

    /**
     * What is wrong.
     *
     * @return a constant sentence
     */
    public String reason() {
        return reason;
    }

    /**
     * What helps.
     *
     * @return a constant sentence
     */
    public String remedy() {
        return remedy;
    }
}
