package io.afterimage.reactions;

import io.afterimage.CommitResult;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.QueryId;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.RowCursor;
import io.afterimage.RowSource;
import io.afterimage.SequenceRule;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A reaction whose effect is a copy of the rows in a {@link LiveResultsStore}. Rows and checkpoint move in one write, so
 * each emission takes effect exactly once, whenever the process dies. Start it with
 * {@link ReactionOptions#needingSnapshot}. Thread-safe.
 *
 * <p>The checkpoint is the feed's position, kept as a source position of the copy under the reaction's id. The copy has
 * positions of its own: sequences are the feed's, but each bootstrap is a new life of the copy, because it may have lived
 * longer than the feed. Whoever follows the copy's outbox learns of it by the generation.
 */
public final class MaterialisingReaction implements Reaction {

    private final String reactionId;
    private final LiveResultsStore target;
    private final UnaryOperator<String> targetQuery;
    private final SequenceRule sequenceRule;
    private final @Nullable Retention outbox;
    private final CheckpointStore checkpoints;

    private MaterialisingReaction(Builder builder) {
        reactionId = builder.reactionId;
        target = builder.target;
        targetQuery = builder.targetQuery;
        sequenceRule = builder.sequenceRule;
        outbox = builder.outbox;
        checkpoints = new CheckpointsWithTheRows(builder.durable);
    }

    /**
     * Starts a copy.
     *
     * @param target the store that gets the copy; stays the caller's
     * @param reactionId the reaction's name (1 to 1,024 UTF-8 bytes)
     * @return a builder
     * @throws RefusedException if the name is outside its limits
     */
    public static Builder into(LiveResultsStore target, String reactionId) {
        return new Builder(target, reactionId);
    }

    @Override
    public String reactionId() {
        return reactionId;
    }

    /**
     * Applies an emission to the copy, together with the checkpoint. One that is in the copy already changes nothing.
     *
     * @throws IllegalStateException if the emission does not follow what the copy holds; nothing is written
     */
    @Override
    public void handle(Emission emission) {
        CheckpointKey key = new CheckpointKey(reactionId, emission.queryId());
        requireSameLife(key, emission);
        CommitResult result = target.commit(commit(key, emission));
        if (!result.applied() && !(result instanceof CommitResult.Duplicate)) {
            throw new IllegalStateException("The emission does not follow what the copy holds. Reaction: " + reactionId
                    + ". Copy: " + targetQuery(emission.queryId()) + ". Emission: " + emission.position()
                    + ". Found: " + result + ".");
        }
    }

    private void requireSameLife(CheckpointKey key, Emission emission) {
        Optional<Position> at = checkpoints.read(reactionId, key.queryId());
        if (at.map(Position::generation)
                .filter(it -> it == emission.position().generation())
                .isEmpty()) {
            throw new IllegalStateException(
                    "The emission belongs to another life than the copy. Reaction: " + reactionId
                            + ". Copy: " + targetQuery(key.queryId()) + ". Emission: " + emission.position()
                            + ". Copied up to: " + at.map(Position::toString).orElse("nothing") + ".");
        }
    }

    private ResultCommit commit(CheckpointKey key, Emission emission) {
        String copy = targetQuery(emission.queryId());
        ResultCommit.Builder commit = ResultCommit.of(copy, emission.sequence(), emission.mutations())
                .configHash(emission.position().configHash())
                .sourcePosition(reactionId, CheckpointCodec.encode(key, emission.position()));
        if (sequenceRule == SequenceRule.NEWER) {
            commit.allowGaps();
        }
        if (outbox != null) {
            commit.outbox(EmissionCodec.encode(emission), outbox); // the codec keeps no query and no position
        }
        return commit.build();
    }

    /** Replaces the copy by the snapshot, together with the checkpoint. Readers see the old copy until the flip. */
    @Override
    public void bootstrap(Bootstrap bootstrap) {
        String queryId = bootstrap.snapshot().queryId();
        Position at = bootstrap.snapshot().position();
        byte[] checkpoint = CheckpointCodec.encode(new CheckpointKey(reactionId, queryId), at);
        try (RowCursor rows = bootstrap.snapshot().cursor()) {
            target.replaceAll(
                    targetQuery(queryId),
                    new Position(0, at.sequence(), at.configHash()),
                    RowSource.of(rows),
                    Map.of(reactionId, checkpoint));
        }
    }

    /** The checkpoints that move with the rows. */
    @Override
    public Optional<CheckpointStore> ownCheckpoints() {
        return Optional.of(checkpoints);
    }

    private String targetQuery(String queryId) {
        return targetQuery.apply(queryId);
    }

    /** The reaction's checkpoints as they are kept beside its rows. Thread-safe. */
    private final class CheckpointsWithTheRows implements CheckpointStore {

        private final boolean durable;

        CheckpointsWithTheRows(boolean durable) {
            this.durable = durable;
        }

        @Override
        public boolean durable() {
            return durable;
        }

        @Override
        public Optional<Position> read(String reaction, String queryId) {
            String copy = targetQuery(queryId);
            return Optional.ofNullable(target.sourcePositions(copy).get(reaction))
                    .flatMap(bytes ->
                            CheckpointCodec.decode(new CheckpointKey(reaction, queryId), bytes, "copy " + copy));
        }

        /**
         * Refuses: a copy that moved without its rows would be wrong for ever.
         *
         * @throws RefusedException always; nothing is written
         */
        @Override
        public void write(String reaction, String queryId, Position position) {
            throw new RefusedException("A copy moves with its rows only. Reaction: " + reaction + ". Query: " + queryId
                    + ". Asked for: " + position + ". Next: start it with ReactionOptions.needingSnapshot().");
        }

        /** Forgets the copy with its checkpoint. */
        @Override
        public void remove(String reaction, String queryId) {
            target.drop(targetQuery(queryId));
        }
    }

    /** Collects the settings of a copy. Not thread-safe; one thread at a time. */
    public static final class Builder {

        private final LiveResultsStore target;
        private final String reactionId;
        private UnaryOperator<String> targetQuery = UnaryOperator.identity();
        private SequenceRule sequenceRule = SequenceRule.NEXT;
        private @Nullable Retention outbox;
        private boolean durable;

        private Builder(LiveResultsStore target, String reactionId) {
            this.target = Objects.requireNonNull(target, "target");
            this.reactionId = QueryId.check(reactionId);
            durable = !(target instanceof InMemoryLiveResultsStore);
        }

        /**
         * Names the copies. They must not be the queries themselves, if the target is the store they are kept in.
         *
         * @param nameOf from a query's id to that of its copy; the same name unless told
         * @return this builder
         */
        public Builder named(UnaryOperator<String> nameOf) {
            targetQuery = Objects.requireNonNull(nameOf, "nameOf");
            return this;
        }

        /**
         * Keeps the emissions in the copy's outbox too, so that it can be followed in turn.
         *
         * @param keep how many
         * @return this builder
         */
        public Builder outbox(Retention keep) {
            outbox = Objects.requireNonNull(keep, "keep");
            return this;
        }

        /**
         * Takes emissions whose sequences jump, from a feed that was opened so.
         *
         * @return this builder
         */
        public Builder allowGaps() {
            sequenceRule = SequenceRule.NEWER;
            return this;
        }

        /**
         * States that the target does not survive the process. A bare {@link InMemoryLiveResultsStore} is known for it.
         *
         * @return this builder
         */
        public Builder volatileTarget() {
            durable = false;
            return this;
        }

        /**
         * Finishes the reaction.
         *
         * @return the reaction
         */
        public MaterialisingReaction build() {
            return new MaterialisingReaction(this);
        }
    }
}
