package io.afterimage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One emission to be applied: rows, sequence, outbox entry, source positions and config hash, which move in one atomic
 * write (C11). Build it with {@link #of}. Immutable as long as the caller leaves the arrays alone.
 */
public final class ResultCommit {

    private final String queryId;
    private final long sequence;
    private final SequenceRule sequenceRule;
    private final List<RowMutation> mutations;
    private final byte @Nullable [] outboxData;
    private final @Nullable Retention retention;
    private final Map<String, byte[]> sourcePositions;
    private final @Nullable Long configHash;

    private ResultCommit(Builder builder) {
        queryId = builder.queryId;
        sequence = builder.sequence;
        sequenceRule = builder.sequenceRule;
        mutations = builder.mutations;
        outboxData = builder.outboxData;
        retention = builder.retention;
        sourcePositions = Map.copyOf(builder.sourcePositions);
        configHash = builder.configHash;
    }

    /**
     * Starts a commit.
     *
     * @param queryId the query
     * @param sequence the emission's sequence (1 or more)
     * @param mutations the row changes, in order; copied as a list, the bytes are not
     * @return a builder
     * @throws RefusedException if the query id or the sequence is outside its limits
     */
    public static Builder of(String queryId, long sequence, List<? extends RowMutation> mutations) {
        return new Builder(queryId, sequence, List.copyOf(mutations));
    }

    /**
     * The query.
     *
     * @return the query id
     */
    public String queryId() {
        return queryId;
    }

    /**
     * The emission's sequence.
     *
     * @return 1 or more
     */
    public long sequence() {
        return sequence;
    }

    /**
     * What the sequence is held to.
     *
     * @return the rule, {@link SequenceRule#NEXT} unless told otherwise
     */
    public SequenceRule sequenceRule() {
        return sequenceRule;
    }

    /**
     * The row changes.
     *
     * @return an unmodifiable list, in order of application
     */
    public List<RowMutation> mutations() {
        return mutations;
    }

    /**
     * The bytes to append to the outbox. A commit without them empties the outbox: the log would have a hole here, and a
     * reader must be told of it ({@link OutboxRead.Gap}).
     *
     * @return the bytes, empty where this emission leaves no entry
     */
    public Optional<byte[]> outboxData() {
        return Optional.ofNullable(outboxData);
    }

    /**
     * How much of the outbox is kept.
     *
     * @return the retention, empty where the store's own holds
     */
    public Optional<Retention> retention() {
        return Optional.ofNullable(retention);
    }

    /**
     * Where the sources stand after this emission.
     *
     * @return opaque positions by source id; sources that are not named keep theirs
     */
    public Map<String, byte[]> sourcePositions() {
        return sourcePositions;
    }

    /**
     * The identity of the query's definition.
     *
     * @return the hash, empty where the stored one is not to be compared
     */
    public OptionalLong configHash() {
        return configHash == null ? OptionalLong.empty() : OptionalLong.of(configHash);
    }

    @Override
    public String toString() {
        return "commit(" + queryId + ", " + sequence + ", " + mutations.size() + " mutations)";
    }

    /** Collects the optional parts of a commit. Not thread-safe; one thread at a time. */
    public static final class Builder {

        private final String queryId;
        private final long sequence;
        private final List<RowMutation> mutations;
        private final Map<String, byte[]> sourcePositions = new LinkedHashMap<>();
        private SequenceRule sequenceRule = SequenceRule.NEXT;
        private byte @Nullable [] outboxData;
        private @Nullable Retention retention;
        private @Nullable Long configHash;

        private Builder(String queryId, long sequence, List<RowMutation> mutations) {
            if (sequence < 1) {
                throw new RefusedException(
                        "A commit's sequence starts at 1. Query: " + queryId + ". Found: " + sequence + ".");
            }
            this.queryId = QueryId.check(queryId);
            this.sequence = sequence;
            this.mutations = mutations;
        }

        /**
         * Lets the sequence jump. The feed's control events may consume numbers.
         *
         * @return this builder
         */
        public Builder allowGaps() {
            sequenceRule = SequenceRule.NEWER;
            return this;
        }

        /**
         * Appends an entry to the outbox and trims it to the store's retention.
         *
         * @param data the entry's bytes, from 0 to the store's maximum row size
         * @return this builder
         */
        public Builder outbox(byte[] data) {
            outboxData = Objects.requireNonNull(data, "data");
            return this;
        }

        /**
         * Appends an entry to the outbox and trims it.
         *
         * @param data the entry's bytes, from 0 to the store's maximum row size
         * @param keep how much of the outbox is kept
         * @return this builder
         */
        public Builder outbox(byte[] data, Retention keep) {
            retention = Objects.requireNonNull(keep, "keep");
            return outbox(data);
        }

        /**
         * Stores where a source resumes.
         *
         * @param sourceId the source
         * @param position opaque bytes (see {@link SourcePosition}); copied
         * @return this builder
         * @throws RefusedException if the source id or the position is outside its limits
         */
        public Builder sourcePosition(String sourceId, byte[] position) {
            SourcePosition.check(sourceId, position);
            sourcePositions.put(sourceId, position.clone());
            return this;
        }

        /**
         * States the identity of the query's definition. The first one that is told is stored; later ones are compared.
         *
         * @param hash any value but 0, which stands for "not told" and is ignored
         * @return this builder
         */
        public Builder configHash(long hash) {
            configHash = hash == 0 ? null : Long.valueOf(hash);
            return this;
        }

        /**
         * Finishes the commit.
         *
         * @return the commit
         */
        public ResultCommit build() {
            return new ResultCommit(this);
        }
    }
}
