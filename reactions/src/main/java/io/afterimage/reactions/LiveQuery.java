package io.afterimage.reactions;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.RowSource;
import io.afterimage.SequenceRule;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A live query hosted in this process over a store: row diffs go in, one commit keeps rows, sequence, outbox entry, config
 * hash and source positions together, then the emission goes out to subscribers. Thread-safe.
 *
 * <p>Nothing is handed out that is not stored, and a commit that fails hands out nothing. Emissions are handed out in
 * sequence order, by whichever thread publishes. Opening it again goes on after the last stored sequence; after an
 * {@link io.afterimage.OutcomeUnknownException} the {@link #head} that the reopened store tells is the truth.
 *
 * <p>It must be the only writer of the query. The store stays the caller's: {@link #close} leaves it open.
 */
public final class LiveQuery implements EmissionFeed, AutoCloseable {

    private final LiveResultsStore store;
    private final String queryId;
    private final @Nullable Retention retention;
    private final SequenceRule sequenceRule;
    private final Clock clock;
    private final boolean durable;

    private final Subscribers subscribers = new Subscribers();

    /** Held from before a write until everybody is told of it: what makes the order of the two one. */
    private final ReentrantLock writing = new ReentrantLock();

    /** Where the sources stand after publications that changed no row; the next commit takes them along. */
    private final Map<String, byte[]> carried = new HashMap<>();

    private Position head;
    private boolean telling;
    private volatile boolean closed;

    LiveQuery(LiveQueryBuilder builder, Position head) {
        store = builder.store;
        queryId = builder.queryId;
        retention = builder.retention;
        sequenceRule = builder.sequenceRule;
        clock = builder.clock;
        durable = builder.durable;
        this.head = head;
    }

    /**
     * Starts a live query.
     *
     * @param store where it is kept; stays the caller's
     * @param queryId the query (1 to 1,024 UTF-8 bytes)
     * @return a builder
     * @throws RefusedException if the query id is outside its limits
     */
    public static LiveQueryBuilder over(LiveResultsStore store, String queryId) {
        return new LiveQueryBuilder(store, queryId);
    }

    /**
     * Publishes row diffs under the next sequence.
     *
     * @param diffs the changes, in order of application; if there are none, no sequence is consumed
     * @return where the query stands now
     * @throws RefusedException if a row is outside its limits, or somebody else wrote the query; nothing is written
     */
    public Position publish(List<? extends RowDiff> diffs) {
        return publish(EmissionDraft.of(diffs));
    }

    /**
     * Publishes row diffs under the next sequence, together with where the sources stand after them.
     *
     * @param diffs the changes, in order of application; if there are none, no sequence is consumed, and the next
     *     emission takes the source positions along
     * @param sourcePositions opaque positions by source id
     * @return where the query stands now
     * @throws RefusedException if a row or a source position is outside its limits, or somebody else wrote the query;
     *     nothing is written
     */
    public Position publish(List<? extends RowDiff> diffs, Map<String, byte[]> sourcePositions) {
        return publish(EmissionDraft.of(diffs).withSourcePositions(sourcePositions));
    }

    /**
     * Publishes a draft under the next sequence.
     *
     * @param draft what to publish; without diffs no sequence is consumed, and the next emission takes the source
     *     positions along
     * @return where the query stands now
     * @throws RefusedException if a row or a source position is outside its limits, or somebody else wrote the query;
     *     nothing is written
     */
    public Position publish(EmissionDraft draft) {
        return exclusively(() -> {
            if (draft.diffs().isEmpty()) {
                carried.putAll(draft.sourcePositions());
                return head;
            }
            Emission emission = emission(head.sequence() + 1, draft);
            CommitResult result = commit(List.of(emission), List.of(draft), SequenceRule.NEXT, List.of())
                    .get(0);
            if (!result.applied()) {
                throw new RefusedException("Somebody else has written the live query. Query: " + queryId
                        + ". Expected: " + head + ". Found: " + result.position()
                        + ". Next: make one live query its only writer, and open it again.");
            }
            return result.position();
        });
    }

    /**
     * Takes an emission from a feed that numbers them itself. One without diffs consumes its sequence too.
     *
     * @param sequence the number the feed gave it (1 or more)
     * @param draft the emission
     * @return the store's answer; only {@link CommitResult.Applied} has written anything and is handed to subscribers
     * @throws RefusedException if the sequence, a row or a source position is outside its limits; nothing is written
     */
    public CommitResult accept(long sequence, EmissionDraft draft) {
        return acceptAll(new TreeMap<>(Map.of(sequence, draft))).get(0);
    }

    /**
     * Takes several emissions from a feed that numbers them itself, in one atomic write: all of them or none.
     *
     * @param drafts the emissions by the number the feed gave them (1 or more), in ascending order
     * @return the store's answers in the same order; subscribers are told only if all are {@link CommitResult.Applied}
     * @throws RefusedException if a sequence, a row or a source position is outside its limits; nothing is written
     */
    public List<CommitResult> acceptAll(SortedMap<Long, EmissionDraft> drafts) {
        return acceptAll(drafts, List.of());
    }

    /**
     * Takes several emissions from a feed that numbers them itself, in one atomic write with what the feed keeps of its
     * own: all of it or nothing.
     *
     * @param drafts the emissions by the number the feed gave them (1 or more), in ascending order; may be empty
     * @param companions commits of other queries of the same store, which have no live query
     * @return the store's answers, first to the emissions, then to the companions; subscribers are told only if all are
     *     {@link CommitResult.Applied}
     * @throws RefusedException if a sequence, a row or a source position is outside its limits; nothing is written
     */
    public List<CommitResult> acceptAll(SortedMap<Long, EmissionDraft> drafts, List<ResultCommit> companions) {
        return exclusively(() -> {
            List<Emission> emissions = new ArrayList<>(drafts.size());
            drafts.forEach((sequence, draft) -> emissions.add(emission(sequence, draft)));
            return commit(emissions, List.copyOf(drafts.values()), sequenceRule, companions);
        });
    }

    /**
     * Gives the query another definition: a new life without rows, unless the definition is the stored one. Entirely done
     * or not at all, also when the process is killed inside the call.
     *
     * @param newConfigHash the identity of the new definition (not 0)
     * @return where the query stands now
     * @throws RefusedException if the hash is 0; nothing is written
     */
    public Position reconfigure(long newConfigHash) {
        requireConfigHash(queryId, newConfigHash);
        return exclusively(
                () -> newConfigHash == head.configHash() ? head : restarted(store.reset(queryId, newConfigHash, 0)));
    }

    /**
     * Starts a new life of the query without rows. Entirely done or not at all, also when the process is killed inside
     * the call.
     *
     * @param configHash the identity of the query's definition, 0 = not told
     * @param sequence the sequence the empty state stands at (0 or more)
     * @return where the query stands now
     * @throws RefusedException if the sequence is negative; nothing is written
     */
    public Position reset(long configHash, long sequence) {
        return exclusively(() -> restarted(store.reset(queryId, configHash, sequence)));
    }

    /**
     * Forgets the query: rows, outbox, source positions and position. Subscribers are told that it was restarted at
     * {@link Position#NONE}; the next emission begins a new life.
     *
     * @return true if the query was known
     */
    public boolean drop() {
        return exclusively(() -> {
            boolean known = store.drop(queryId);
            long configHash = head.configHash();
            restarted(store.position(queryId));
            head = new Position(head.generation(), head.sequence(), configHash); // stored with the next commit
            return known;
        });
    }

    /**
     * Replaces all rows, as {@link LiveResultsStore#replaceAll(String, Position, RowSource, Map)} does. Emissions go on
     * while the rows are read; the flip comes between two of them.
     *
     * @param at where the rows stand; a config hash of 0 stands for that of the query
     * @param rows the rows, read once in the calling thread
     * @param sourcePositions where the sources of the rows resume, opaque, by source id
     * @return where the query stands now
     * @throws RefusedException if {@code at} would rewind the query or a row is outside its limits; the old state stays
     */
    public Position replaceAll(Position at, RowSource rows, Map<String, byte[]> sourcePositions) {
        LockedAtEnd source = new LockedAtEnd(rows);
        try {
            requireWritable();
            return restarted(store.replaceAll(queryId, withConfigHash(at), source, sourcePositions));
        } finally {
            source.unlock();
        }
    }

    /**
     * Where the query's sources resume, as stored.
     *
     * @return opaque positions by source id
     */
    public Map<String, byte[]> sourcePositions() {
        return store.sourcePositions(queryId);
    }

    @Override
    public String queryId() {
        return queryId;
    }

    @Override
    public boolean durable() {
        return durable;
    }

    @Override
    public Position head() {
        return store.position(queryId);
    }

    @Override
    public OutboxRead outboxAfter(Position position, int maxEntries) {
        return store.outboxAfter(queryId, position, maxEntries);
    }

    @Override
    public Snapshot readSnapshot() {
        return store.readSnapshot(queryId);
    }

    @Override
    public Subscription subscribe(EmissionListener listener) {
        Objects.requireNonNull(listener, "listener");
        writing.lock(); // so that no emission is stored before, and told without, the listener
        try {
            checkOpen();
            return subscribers.add(listener);
        } finally {
            writing.unlock();
        }
    }

    /** Ends all subscriptions and refuses further writes. Idempotent. The store stays open. */
    @Override
    public void close() {
        writing.lock();
        try {
            closed = true;
            subscribers.clear();
        } finally {
            writing.unlock();
        }
    }

    private List<CommitResult> commit(
            List<Emission> emissions, List<EmissionDraft> drafts, SequenceRule rule, List<ResultCommit> companions) {
        List<ResultCommit> commits = new ArrayList<>(emissions.size() + companions.size());
        for (int i = 0; i < emissions.size(); i++) {
            commits.add(resultCommit(emissions.get(i), drafts.get(i), rule));
        }
        commits.addAll(companions);
        List<CommitResult> results = store.commitAll(commits);
        if (!emissions.isEmpty() && results.stream().allMatch(CommitResult::applied)) {
            carried.clear();
            for (int i = 0; i < emissions.size(); i++) {
                applied(emissions.get(i), results.get(i).position());
            }
        }
        return results;
    }

    private ResultCommit resultCommit(Emission emission, EmissionDraft draft, SequenceRule rule) {
        ResultCommit.Builder commit = ResultCommit.of(queryId, emission.sequence(), emission.mutations())
                .configHash(emission.position().configHash());
        if (rule == SequenceRule.NEWER) {
            commit.allowGaps();
        }
        carried.forEach(commit::sourcePosition);
        draft.sourcePositions().forEach(commit::sourcePosition);
        byte[] entry = EmissionCodec.encode(emission);
        return (retention == null ? commit.outbox(entry) : commit.outbox(entry, retention)).build();
    }

    private void applied(Emission emission, Position position) {
        head = position;
        Emission stored = new Emission(queryId, position, emission.timestamp(), emission.diffs(), emission.metadata());
        tell(() -> subscribers.tell(listener -> listener.emitted(stored)));
    }

    private Position restarted(Position newHead) {
        carried.clear();
        head = newHead;
        tell(() -> subscribers.tell(listener -> listener.restarted(newHead)));
        return newHead;
    }

    private void tell(Runnable news) {
        telling = true;
        try {
            news.run();
        } finally {
            telling = false;
        }
    }

    private Emission emission(long sequence, EmissionDraft draft) {
        Position position = new Position(head.generation(), sequence, head.configHash());
        return new Emission(
                queryId,
                position,
                draft.timestamp() == null ? clock.instant() : draft.timestamp(),
                draft.diffs(),
                draft.metadata());
    }

    private Position withConfigHash(Position at) {
        return at.configHash() == 0 ? new Position(at.generation(), at.sequence(), head().configHash()) : at;
    }

    private <T> T exclusively(Supplier<T> write) {
        writing.lock();
        try {
            requireWritable();
            return write.get();
        } finally {
            writing.unlock();
        }
    }

    private void requireWritable() {
        checkOpen();
        if (writing.isHeldByCurrentThread() && telling) {
            throw new RefusedException("A listener must not write to the live query that calls it. Query: " + queryId
                    + ". Next: hand the write to another thread.");
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreClosedException("The live query is closed. Query: " + queryId + ".");
        }
    }

    static void requireConfigHash(String queryId, long configHash) {
        if (configHash == 0) {
            throw new RefusedException(
                    "A definition is identified by a config hash other than 0. Query: " + queryId + ".");
        }
    }

    /** Takes the lock when the rows have ended: right before the flip, in the thread that flips and then tells of it. */
    private final class LockedAtEnd implements RowSource {

        private final RowSource rows;

        LockedAtEnd(RowSource rows) {
            this.rows = rows;
        }

        @Override
        public boolean next() {
            if (rows.next()) {
                return true;
            }
            if (!writing.isHeldByCurrentThread()) {
                writing.lock();
            }
            checkOpen();
            return false;
        }

        @Override
        public long rowSignature() {
            return rows.rowSignature();
        }

        @Override
        public byte[] data() {
            return rows.data();
        }

        void unlock() {
            if (writing.isHeldByCurrentThread()) {
                writing.unlock();
            }
        }
    }
}
