package io.afterimage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Everything a store in memory keeps of one query at one moment. Immutable: a write makes a new one.
 *
 * @param known false before the first write and after a drop; what is left then is the generation
 * @param generation the latest life this query has had, 0 = none
 * @param sequence the last emission applied in it
 * @param configHash the identity of the query's definition, 0 = not told
 * @param rows the bytes by signature
 * @param outbox the newest emissions
 * @param sources where the sources resume, by source id
 */
record MemoryQuery(
        boolean known,
        long generation,
        long sequence,
        long configHash,
        PersistentLongMap<byte[]> rows,
        MemoryOutbox outbox,
        Map<String, byte[]> sources) {

    /** A query that has never been written. */
    static final MemoryQuery NEVER = dropped(0);

    static MemoryQuery dropped(long generation) {
        return new MemoryQuery(false, generation, 0, 0, PersistentLongMap.empty(), MemoryOutbox.EMPTY, Map.of());
    }

    Position position() {
        return known ? new Position(generation, sequence, configHash) : Position.NONE;
    }

    MemoryQuery apply(List<? extends RowMutation> mutations) {
        PersistentLongMap<byte[]> changed = rows;
        for (RowMutation mutation : mutations) {
            changed = mutation instanceof RowMutation.Upsert upsert
                    ? changed.put(upsert.rowSignature(), upsert.data().clone())
                    : changed.remove(mutation.rowSignature());
        }
        return alive().withRows(changed);
    }

    MemoryQuery clear() {
        return known ? withRows(PersistentLongMap.empty()) : this;
    }

    MemoryQuery drop() {
        return dropped(generation);
    }

    /** The next life, empty. */
    MemoryQuery reset(long newConfigHash, long newSequence) {
        return born(nextGeneration(), newSequence, newConfigHash, PersistentLongMap.empty());
    }

    /** Why a commit cannot follow this state, told with {@code stored}, where the query stands in the store. */
    Optional<CommitResult> refusal(ResultCommit commit, Position stored) {
        long found = commit.sequence();
        if (found <= sequence) {
            return Optional.of(new CommitResult.Duplicate(stored, found));
        }
        if (commit.sequenceRule() == SequenceRule.NEXT && found != sequence + 1) {
            return Optional.of(new CommitResult.Gap(stored, sequence + 1, found));
        }
        OptionalLong told = commit.configHash();
        if (told.isPresent() && configHash != 0 && told.getAsLong() != configHash) {
            return Optional.of(new CommitResult.OtherConfig(stored, told.getAsLong()));
        }
        return Optional.empty();
    }

    /** The state after a commit that {@link #refusal} has let pass. */
    MemoryQuery apply(ResultCommit commit, Retention storeRetention) {
        MemoryQuery changed = alive().apply(commit.mutations());
        return new MemoryQuery(
                true,
                changed.generation,
                commit.sequence(),
                commit.configHash().orElse(changed.configHash),
                changed.rows,
                outboxAfter(commit, storeRetention),
                sourcesAfter(commit));
    }

    /**
     * The state after {@link LiveResultsStore#replaceAll}.
     *
     * @throws RefusedException if {@code at} would rewind the query
     */
    MemoryQuery replaceAll(Position at, PersistentLongMap<byte[]> newRows, Map<String, byte[]> newSources) {
        if (at.generation() == 0) {
            return born(nextGeneration(), at.sequence(), at.configHash(), newRows)
                    .withSources(newSources);
        }
        if (at.generation() > generation) {
            return born(at.generation(), at.sequence(), at.configHash(), newRows)
                    .withSources(newSources);
        }
        if (!known || at.generation() < generation || at.sequence() < sequence) {
            throw new RefusedException("The replacement would rewind the query. Expected: generation 0, the current one"
                    + " at or after its sequence, or a later one. Stored: "
                    + (known ? position() : "dropped, generation " + generation) + ". Found: " + at + ".");
        }
        long hash = at.configHash() == 0 ? configHash : at.configHash();
        return new MemoryQuery(true, generation, at.sequence(), hash, newRows, MemoryOutbox.EMPTY, sources)
                .withSources(newSources);
    }

    private MemoryQuery withSources(Map<String, byte[]> newSources) {
        Map<String, byte[]> all = new TreeMap<>(sources);
        all.putAll(newSources);
        return new MemoryQuery(known, generation, sequence, configHash, rows, outbox, all);
    }

    Map<String, byte[]> copySources() {
        Map<String, byte[]> copies = new TreeMap<>();
        sources.forEach((source, position) -> copies.put(source, position.clone()));
        return copies;
    }

    /** This state, or the first one of a new life where there is none. */
    private MemoryQuery alive() {
        return known ? this : reset(0, 0);
    }

    private MemoryQuery withRows(PersistentLongMap<byte[]> newRows) {
        return new MemoryQuery(true, generation, sequence, configHash, newRows, outbox, sources);
    }

    private static MemoryQuery born(long generation, long sequence, long configHash, PersistentLongMap<byte[]> rows) {
        return new MemoryQuery(true, generation, sequence, configHash, rows, MemoryOutbox.EMPTY, Map.of());
    }

    private long nextGeneration() {
        if (generation == Long.MAX_VALUE) {
            throw new RefusedException("The query has had its last generation. Found: " + generation + ".");
        }
        return generation + 1;
    }

    /** A commit without an entry would leave a hole in the log, so nothing of the log may stay. */
    private MemoryOutbox outboxAfter(ResultCommit commit, Retention storeRetention) {
        return commit.outboxData()
                .map(data -> outbox.append(sequence, commit.sequence(), data)
                        .trim(commit.retention().orElse(storeRetention)))
                .orElse(MemoryOutbox.EMPTY);
    }

    private Map<String, byte[]> sourcesAfter(ResultCommit commit) {
        Map<String, byte[]> merged = new HashMap<>(sources);
        commit.sourcePositions().forEach((source, position) -> merged.put(source, position.clone()));
        return Map.copyOf(merged);
    }
}
