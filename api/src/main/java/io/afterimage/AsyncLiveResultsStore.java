package io.afterimage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The operations of a {@link LiveResultsStore} as stages. Each does what the method of the same name promises. Thread-safe.
 *
 * <p><b>Order.</b> Calls on one query run and complete in the order they were made, one at a time; {@link #commitAll} takes
 * its place in the order of each of its queries. Calls on different queries run beside each other, as far as the threads
 * go. {@link #queries} and {@link #verifyAll} belong to no query and wait for none.
 *
 * <p><b>Back-pressure.</b> The number of calls accepted and not yet completed is bounded. At the bound the calling thread
 * waits for room. If it is interrupted while it waits, the stage fails with {@link StoreUnavailableException}, nothing is
 * written, and the thread's interrupt status is set.
 *
 * <p><b>Threads.</b> Calls run on platform threads of the view's own, because an engine's native call would pin a virtual
 * thread to its carrier. A dependent of a stage may run on these threads too: give long work an executor of its own, and
 * never block there on another stage of this view. A call that is made on one of these threads does not wait for room,
 * since it might be the one to make it.
 *
 * <p><b>Errors.</b> No call throws; every error completes its stage, as the store threw it (a {@code join} wraps it in a
 * {@link java.util.concurrent.CompletionException}). Cancelling a stage does not stop its call.
 *
 * <p><b>Arguments.</b> Lists are copied; row, outbox and source bytes must not change before the stage has completed.
 */
public final class AsyncLiveResultsStore implements AutoCloseable {

    private enum AtClose {
        CLOSE_STORE,
        LEAVE_STORE_OPEN
    }

    private final LiveResultsStore store;
    private final AtClose atClose;
    private final QueryLanes lanes;

    private AsyncLiveResultsStore(Builder builder) {
        store = builder.store;
        atClose = builder.atClose;
        lanes = new QueryLanes(builder.threads, builder.maxPending);
    }

    /**
     * Starts a view that owns its store: {@link #close} closes both.
     *
     * @param store the store, from now on closed by the view
     * @return a builder
     */
    public static Builder owning(LiveResultsStore store) {
        return new Builder(store, AtClose.CLOSE_STORE);
    }

    /**
     * Starts a view of a store that somebody else closes: {@link #close} leaves it open.
     *
     * @param store the store, not to be closed before the view
     * @return a builder
     */
    public static Builder borrowing(LiveResultsStore store) {
        return new Builder(store, AtClose.LEAVE_STORE_OPEN);
    }

    /**
     * See {@link LiveResultsWriter#applyMutations}.
     *
     * @param queryId the query
     * @param mutations the changes
     * @return completes when they are written
     */
    public CompletionStage<Void> applyMutations(String queryId, List<? extends RowMutation> mutations) {
        List<RowMutation> copy = List.copyOf(mutations);
        return run(queryId, () -> store.applyMutations(queryId, copy));
    }

    /**
     * See {@link LiveResultsWriter#readSnapshot}. The snapshot shows every call on the query that was made before.
     *
     * @param queryId the query
     * @return the snapshot, to be closed by the caller; reading it is not asynchronous
     */
    public CompletionStage<Snapshot> readSnapshot(String queryId) {
        return get(queryId, () -> store.readSnapshot(queryId));
    }

    /**
     * See {@link LiveResultsWriter#rowCount}.
     *
     * @param queryId the query
     * @return the number of rows
     */
    public CompletionStage<Long> rowCount(String queryId) {
        return get(queryId, () -> store.rowCount(queryId));
    }

    /**
     * See {@link LiveResultsWriter#clear}.
     *
     * @param queryId the query
     * @return completes when the rows are gone
     */
    public CompletionStage<Void> clear(String queryId) {
        return run(queryId, () -> store.clear(queryId));
    }

    /**
     * See {@link LiveResultsStore#commit}.
     *
     * @param commit the emission
     * @return the answer
     */
    public CompletionStage<CommitResult> commit(ResultCommit commit) {
        return get(commit.queryId(), () -> store.commit(commit));
    }

    /**
     * See {@link LiveResultsStore#commitAll}.
     *
     * @param commits the emissions
     * @return one answer per commit
     */
    public CompletionStage<List<CommitResult>> commitAll(List<ResultCommit> commits) {
        List<ResultCommit> copy = List.copyOf(commits);
        Set<String> queryIds = copy.stream().map(ResultCommit::queryId).collect(Collectors.toUnmodifiableSet());
        return lanes.submit(queryIds, () -> store.commitAll(copy));
    }

    /**
     * See {@link LiveResultsStore#position}.
     *
     * @param queryId the query
     * @return the position
     */
    public CompletionStage<Position> position(String queryId) {
        return get(queryId, () -> store.position(queryId));
    }

    /**
     * See {@link LiveResultsStore#sourcePositions}.
     *
     * @param queryId the query
     * @return the positions by source id
     */
    public CompletionStage<Map<String, byte[]>> sourcePositions(String queryId) {
        return get(queryId, () -> store.sourcePositions(queryId));
    }

    /**
     * See {@link LiveResultsStore#outboxAfter(String, Position)}.
     *
     * @param queryId the query
     * @param position where the reader stands
     * @return the entries, or why there are none
     */
    public CompletionStage<OutboxRead> outboxAfter(String queryId, Position position) {
        return get(queryId, () -> store.outboxAfter(queryId, position));
    }

    /**
     * See {@link LiveResultsStore#outboxAfter(String, Position, int)}.
     *
     * @param queryId the query
     * @param position where the reader stands
     * @param maxEntries how many entries to return at most
     * @return the entries, or why there are none
     */
    public CompletionStage<OutboxRead> outboxAfter(String queryId, Position position, int maxEntries) {
        return get(queryId, () -> store.outboxAfter(queryId, position, maxEntries));
    }

    /**
     * See {@link LiveResultsStore#reset}.
     *
     * @param queryId the query
     * @param configHash the identity of the query's definition
     * @param sequence the sequence the empty state stands at
     * @return the new position
     */
    public CompletionStage<Position> reset(String queryId, long configHash, long sequence) {
        return get(queryId, () -> store.reset(queryId, configHash, sequence));
    }

    /**
     * See {@link LiveResultsStore#replaceAll(String, Position, RowSource)}. Later calls on the query wait until the rows
     * are read.
     *
     * @param queryId the query
     * @param at where the rows stand
     * @param rows the rows, read once on a thread of this view
     * @return the new position
     */
    public CompletionStage<Position> replaceAll(String queryId, Position at, RowSource rows) {
        return replaceAll(queryId, at, rows, Map.of());
    }

    /**
     * See {@link LiveResultsStore#replaceAll(String, Position, RowSource, Map)}. Later calls on the query wait until the rows are read.
     *
     * @param queryId the query
     * @param at where the rows stand
     * @param rows the rows, read once on a thread of this view
     * @param sourcePositions opaque positions by source id
     * @return the new position
     */
    public CompletionStage<Position> replaceAll(
            String queryId, Position at, RowSource rows, Map<String, byte[]> sourcePositions) {
        return get(queryId, () -> store.replaceAll(queryId, at, rows, sourcePositions));
    }

    /**
     * See {@link LiveResultsStore#row}.
     *
     * @param queryId the query
     * @param rowSignature the row
     * @return its bytes, empty if it is absent
     */
    public CompletionStage<Optional<byte[]>> row(String queryId, long rowSignature) {
        return get(queryId, () -> store.row(queryId, rowSignature));
    }

    /**
     * See {@link LiveResultsStore#drop}.
     *
     * @param queryId the query
     * @return true if the query was known
     */
    public CompletionStage<Boolean> drop(String queryId) {
        return get(queryId, () -> store.drop(queryId));
    }

    /**
     * See {@link LiveResultsStore#queries}.
     *
     * @return the queries
     */
    public CompletionStage<List<QuerySummary>> queries() {
        return lanes.submit(Set.of(), store::queries);
    }

    /**
     * See {@link LiveResultsStore#verify}.
     *
     * @param queryId the query
     * @return what was checked and found
     */
    public CompletionStage<Verification> verify(String queryId) {
        return get(queryId, () -> store.verify(queryId));
    }

    /**
     * See {@link LiveResultsStore#verifyAll}.
     *
     * @return what was checked and found
     */
    public CompletionStage<List<Verification>> verifyAll() {
        return lanes.submit(Set.of(), store::verifyAll);
    }

    /**
     * Closes the view: refuses new calls ({@link StoreClosedException}, also for those that wait for room), waits without
     * regard to interrupts until the accepted ones have completed, then closes the store if it owns it. Idempotent.
     *
     * @throws RefusedException if called on one of the view's own threads, which would wait for itself
     */
    @Override
    public void close() {
        lanes.close();
        if (atClose == AtClose.CLOSE_STORE) {
            store.close();
        }
    }

    private <T> CompletionStage<T> get(String queryId, Supplier<T> call) {
        return lanes.submit(Set.of(queryId), call);
    }

    private CompletionStage<Void> run(String queryId, Runnable call) {
        return lanes.submit(Set.of(queryId), () -> {
            call.run();
            return null;
        });
    }

    /** The threads and the bound of a view. Not thread-safe; one thread at a time. */
    public static final class Builder {

        private final LiveResultsStore store;
        private final AtClose atClose;
        private int threads = Runtime.getRuntime().availableProcessors();
        private int maxPending = 1_024;

        private Builder(LiveResultsStore store, AtClose atClose) {
            this.store = store;
            this.atClose = atClose;
        }

        /**
         * Sets how many calls run at once.
         *
         * @param number the number of platform threads (1 or more; one per processor unless told)
         * @return this builder
         * @throws RefusedException if it is below 1
         */
        public Builder threads(int number) {
            threads = requirePositive("threads", number);
            return this;
        }

        /**
         * Sets how many calls may be accepted and not yet completed.
         *
         * @param calls the bound (1 or more; 1,024 unless told)
         * @return this builder
         * @throws RefusedException if it is below 1
         */
        public Builder maxPending(int calls) {
            maxPending = requirePositive("pending calls", calls);
            return this;
        }

        /**
         * Opens the view.
         *
         * @return the view, to be closed by the caller
         */
        public AsyncLiveResultsStore open() {
            return new AsyncLiveResultsStore(this);
        }

        private static int requirePositive(String what, int found) {
            if (found < 1) {
                throw new RefusedException("A setting is outside its limits. Setting: " + what
                        + ". Expected: 1 or more. Found: " + found + ".");
            }
            return found;
        }
    }
}
