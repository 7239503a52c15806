package io.afterimage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Keeps the after-images in memory: the whole contract but durability. Nothing survives {@link #close}
 * ({@link Durability#NOTHING}). It is the store for volatile queries, and the reference that the conformance kit holds the
 * durable ones to. Thread-safe.
 *
 * <p>A query's state is immutable, and a write publishes a new one; old and new share what did not change. So a snapshot
 * is a reference, and opening it, counting, {@link #clear} and {@link #reset} cost the same whatever the number of rows. A
 * row takes its bytes and about 60 bytes of heap. Readers never wait for a writer's work.
 *
 * <p>A snapshot that is never closed does no harm here beyond the heap it holds, which the garbage collector takes back;
 * it is not reported.
 */
public final class InMemoryLiveResultsStore implements LiveResultsStore {

    private final int maxRowBytes;
    private final Retention retention;

    /** Held by the one writer, from reading the old states to publishing the new ones. */
    private final ReentrantLock writing = new ReentrantLock();

    /** The published states, also those of dropped queries. Guarded by itself. */
    private final TreeMap<String, MemoryQuery> queries = new TreeMap<>();

    private volatile boolean closed;

    /** Opens an empty store with the usual limits: rows up to 64 MiB, {@link Retention#DEFAULT}. */
    public InMemoryLiveResultsStore() {
        this(with());
    }

    private InMemoryLiveResultsStore(Builder builder) {
        maxRowBytes = builder.maxRowBytes;
        retention = builder.retention;
    }

    /**
     * Starts a store with limits of its own.
     *
     * @return a builder with the usual limits
     */
    public static Builder with() {
        return new Builder();
    }

    @Override
    public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
        checkOpen(queryId);
        checkRows(queryId, mutations);
        if (!mutations.isEmpty()) {
            write(queryId, query -> query.apply(mutations));
        }
    }

    @Override
    public Snapshot readSnapshot(String queryId) {
        return new MemorySnapshot(this, queryId, read(queryId));
    }

    @Override
    public long rowCount(String queryId) {
        return read(queryId).rows().size();
    }

    @Override
    public void clear(String queryId) {
        checkOpen(queryId);
        write(queryId, MemoryQuery::clear);
    }

    @Override
    public List<CommitResult> commitAll(List<ResultCommit> commits) {
        checkOpen();
        commits.forEach(this::checkCommit);
        return exclusively(() -> {
            MemoryCommits folded = new MemoryCommits(this::stored, retention);
            List<CommitResult> answers = folded.fold(commits);
            publish(folded.changed());
            return answers;
        });
    }

    @Override
    public Position position(String queryId) {
        return read(queryId).position();
    }

    @Override
    public Map<String, byte[]> sourcePositions(String queryId) {
        return read(queryId).copySources();
    }

    @Override
    public OutboxRead outboxAfter(String queryId, Position position, int maxEntries) {
        MemoryQuery query = read(queryId);
        if (maxEntries < 1) {
            throw new RefusedException("An outbox read must ask for an entry. Query: " + queryId
                    + ". Expected: 1 or more entries. Found: " + maxEntries + ".");
        }
        return query.outbox().after(position, query.position(), maxEntries);
    }

    @Override
    public Position reset(String queryId, long configHash, long sequence) {
        checkOpen(queryId);
        if (sequence < 0) {
            throw new RefusedException("The sequence to stand at is negative. Query: " + queryId
                    + ". Expected: 0 or more. Found: " + sequence + ".");
        }
        return write(queryId, query -> query.reset(configHash, sequence)).position();
    }

    @Override
    public Position replaceAll(String queryId, Position at, RowSource rows, Map<String, byte[]> sourcePositions) {
        Map<String, byte[]> newSources = SourcePosition.checkedCopy(sourcePositions);
        read(queryId).replaceAll(at, PersistentLongMap.empty(), newSources);
        PersistentLongMap<byte[]> aside = PersistentLongMap.empty();
        while (rows.next()) {
            byte[] data = rows.data();
            checkLength(queryId, "row " + Long.toUnsignedString(rows.rowSignature()), data);
            aside = aside.put(rows.rowSignature(), data.clone());
        }
        PersistentLongMap<byte[]> replacement = aside;
        return write(queryId, query -> query.replaceAll(at, replacement, newSources))
                .position();
    }

    @Override
    public Optional<byte[]> row(String queryId, long rowSignature) {
        return read(queryId).rows().get(rowSignature).map(byte[]::clone);
    }

    @Override
    public boolean drop(String queryId) {
        checkOpen(queryId);
        return exclusively(() -> {
            MemoryQuery query = stored(queryId);
            publish(Map.of(queryId, query.drop()));
            return query.known();
        });
    }

    @Override
    public List<QuerySummary> queries() {
        List<QuerySummary> summaries = new ArrayList<>();
        known().forEach((queryId, query) -> summaries.add(new QuerySummary(
                queryId, query.position(), query.rows().size(), query.outbox().size())));
        return summaries;
    }

    @Override
    public Verification verify(String queryId) {
        return verification(queryId, read(queryId));
    }

    @Override
    public List<Verification> verifyAll() {
        Map<String, MemoryQuery> known = known();
        List<Verification> answers = new ArrayList<>();
        answers.add(new Verification("memory", List.of(known.size() + " queries, none of them stored."), List.of()));
        known.forEach((queryId, query) -> answers.add(verification(queryId, query)));
        return answers;
    }

    /** Closes the store and forgets everything. Calls in flight finish, or find it closed and have done nothing. */
    @Override
    public void close() {
        writing.lock();
        try {
            closed = true;
            synchronized (queries) {
                queries.clear();
            }
        } finally {
            writing.unlock();
        }
    }

    void checkOpen() {
        if (closed) {
            throw new StoreClosedException("The store is closed. Store: memory.");
        }
    }

    private void checkOpen(String queryId) {
        checkOpen();
        QueryId.check(queryId);
    }

    private MemoryQuery read(String queryId) {
        checkOpen(queryId);
        MemoryQuery query = stored(queryId);
        checkOpen();
        return query;
    }

    private MemoryQuery stored(String queryId) {
        synchronized (queries) {
            return queries.getOrDefault(queryId, MemoryQuery.NEVER);
        }
    }

    private Map<String, MemoryQuery> known() {
        Map<String, MemoryQuery> known;
        synchronized (queries) {
            known = new TreeMap<>(queries);
        }
        checkOpen();
        known.values().removeIf(query -> !query.known());
        return known;
    }

    private MemoryQuery write(String queryId, UnaryOperator<MemoryQuery> change) {
        return exclusively(() -> {
            MemoryQuery changed = change.apply(stored(queryId));
            publish(Map.of(queryId, changed));
            return changed;
        });
    }

    private <T> T exclusively(Supplier<T> write) {
        writing.lock();
        try {
            checkOpen();
            return write.get();
        } finally {
            writing.unlock();
        }
    }

    /** Publishes new states at once. A query without a generation has never been written and leaves no trace. */
    private void publish(Map<String, MemoryQuery> changed) {
        synchronized (queries) {
            changed.forEach((queryId, query) -> {
                if (query.generation() > 0) {
                    queries.put(queryId, query);
                }
            });
        }
    }

    private void checkCommit(ResultCommit commit) {
        checkRows(commit.queryId(), commit.mutations());
        commit.outboxData().ifPresent(data -> checkLength(commit.queryId(), "outbox entry " + commit.sequence(), data));
    }

    private void checkRows(String queryId, List<? extends RowMutation> mutations) {
        for (RowMutation mutation : mutations) {
            if (mutation instanceof RowMutation.Upsert upsert) {
                checkLength(queryId, "row " + Long.toUnsignedString(upsert.rowSignature()), upsert.data());
            }
        }
    }

    private void checkLength(String queryId, String what, byte[] data) {
        if (data.length > maxRowBytes) {
            throw new RefusedException("The bytes are longer than the store's maximum. Query: " + queryId + ". What: "
                    + what + ". Expected: up to " + maxRowBytes + " bytes. Found: " + data.length + " bytes.");
        }
    }

    private static Verification verification(String queryId, MemoryQuery query) {
        long rows = 0;
        for (PersistentLongMap.Walk<byte[]> walk = query.rows().walk(); walk.next(); ) {
            rows++;
        }
        List<String> problems = new ArrayList<>(query.outbox().problems(query.sequence()));
        if (rows != query.rows().size()) {
            problems.add("The count is wrong. Expected: " + rows + ". Found: "
                    + query.rows().size() + ".");
        }
        List<String> checked = List.of(
                rows + " rows counted.", query.outbox().size() + " outbox entries walked.", "Memory has no checksums.");
        return new Verification(queryId, checked, problems);
    }

    /** The limits of a store in memory. Not thread-safe; one thread at a time. */
    public static final class Builder {

        private static final int LARGEST_MAX_ROW_BYTES = 1 << 30;

        private int maxRowBytes = 64 << 20;
        private Retention retention = Retention.DEFAULT;

        private Builder() {}

        /**
         * Sets the longest row and outbox entry.
         *
         * @param bytes the limit (1 B to 1 GiB; 64 MiB unless told)
         * @return this builder
         * @throws RefusedException if the limit is outside its own limits
         */
        public Builder maxRowBytes(int bytes) {
            if (bytes < 1 || bytes > LARGEST_MAX_ROW_BYTES) {
                throw new RefusedException("A setting is outside its limits. Setting: maximum row size in bytes."
                        + " Expected: 1 to " + LARGEST_MAX_ROW_BYTES + ". Found: " + bytes + ".");
            }
            maxRowBytes = bytes;
            return this;
        }

        /**
         * Sets how much of an outbox is kept where a commit does not say.
         *
         * @param keep the retention
         * @return this builder
         */
        public Builder retention(Retention keep) {
            retention = Objects.requireNonNull(keep, "keep");
            return this;
        }

        /**
         * Opens the store, empty.
         *
         * @return the store, to be closed by the caller
         */
        public InMemoryLiveResultsStore open() {
            return new InMemoryLiveResultsStore(this);
        }
    }
}
