package io.afterimage.metrics;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.QuerySummary;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.Verification;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A store that reports to a Micrometer registry what is done with it. Answers, errors and bytes pass through as they are.
 * Closing it closes the store. Thread-safe.
 *
 * <table>
 * <caption>Meters; {@link Builder#tags} are added to each</caption>
 * <tr><th>name</th><th>kind</th><th>tags</th><th>what</th></tr>
 * <tr><td>{@code afterimage.apply}</td><td>timer</td><td>outcome, error</td><td>{@link #applyMutations}</td></tr>
 * <tr><td>{@code afterimage.commit}</td><td>timer</td><td>outcome, error</td>
 *     <td>{@link #commit} and {@link #commitAll}, one sample per call: applied, or its first refusal</td></tr>
 * <tr><td>{@code afterimage.snapshot}</td><td>timer</td><td>outcome, error</td><td>opening a snapshot</td></tr>
 * <tr><td>{@code afterimage.clear}</td><td>timer</td><td>outcome, error</td><td>{@link #clear}</td></tr>
 * <tr><td>{@code afterimage.reset}</td><td>timer</td><td>outcome, error</td><td>{@link #reset}</td></tr>
 * <tr><td>{@code afterimage.replace}</td><td>timer</td><td>outcome, error</td>
 *     <td>{@link #replaceAll} with the reading of its rows</td></tr>
 * <tr><td>{@code afterimage.drop}</td><td>timer</td><td>outcome, error</td><td>{@link #drop}</td></tr>
 * <tr><td>{@code afterimage.row}</td><td>timer</td><td>outcome, error</td><td>{@link #row}</td></tr>
 * <tr><td>{@code afterimage.outbox}</td><td>timer</td><td>outcome, error</td><td>{@link #outboxAfter}</td></tr>
 * <tr><td>{@code afterimage.verify}</td><td>timer</td><td>outcome, error</td>
 *     <td>{@link #verify} and {@link #verifyAll}</td></tr>
 * <tr><td>{@code afterimage.commits}</td><td>counter</td><td>outcome</td><td>commits, by the store's answer</td></tr>
 * <tr><td>{@code afterimage.mutations}</td><td>counter</td><td>kind = upsert, delete</td>
 *     <td>row changes written, without those of {@link #replaceAll}</td></tr>
 * <tr><td>{@code afterimage.queries}</td><td>gauge</td><td></td><td>queries in the store</td></tr>
 * <tr><td>{@code afterimage.rows}</td><td>gauge</td><td></td><td>rows of all queries</td></tr>
 * <tr><td>{@code afterimage.query.rows}</td><td>gauge</td><td>query</td><td>rows of the query</td></tr>
 * <tr><td>{@code afterimage.query.sequence}</td><td>gauge</td><td>query</td><td>where the query stands</td></tr>
 * <tr><td>{@code afterimage.snapshots.open}</td><td>gauge</td><td></td><td>open snapshots</td></tr>
 * <tr><td>{@code afterimage.snapshots.oldest.age}</td><td>gauge, seconds</td><td></td>
 *     <td>age of the oldest open snapshot, 0 if none is open</td></tr>
 * </table>
 *
 * <p><b>outcome</b> is {@code ok}, or the answer: {@code applied}, {@code duplicate}, {@code gap}, {@code other-config},
 * {@code withheld} of a commit; {@code entries}, {@code up-to-date}, {@code gap}, {@code ahead}, {@code other-generation},
 * {@code other-config} of the outbox; {@code passed}, {@code failed} of a verification; {@code found}, {@code absent} of a
 * row or of a query to drop. It is {@code error} if the call threw; then <b>error</b> is the simple name of the
 * {@link io.afterimage.AfterimageException}, or {@code other}, and else {@code none}.
 *
 * <p>The gauges of one query exist for as many queries as {@link Builder#maxTaggedQueries} allows, from the first write or
 * the opening on, until a drop; ids of Afterimage's own have none. After that one warning is logged ({@link System.Logger}
 * {@code io.afterimage.metrics}). Once the store is closed, the gauges over rows are {@code NaN}, and no snapshot is open.
 */
public final class MeteredLiveResultsStore implements LiveResultsStore {

    private final LiveResultsStore store;
    private final CallMeters calls;
    private final QueryGauges gauges;
    private final OpenSnapshots openSnapshots;

    private final MeterProvider<Timer> apply;
    private final MeterProvider<Timer> commit;
    private final MeterProvider<Timer> snapshot;
    private final MeterProvider<Timer> clear;
    private final MeterProvider<Timer> reset;
    private final MeterProvider<Timer> replace;
    private final MeterProvider<Timer> drop;
    private final MeterProvider<Timer> row;
    private final MeterProvider<Timer> outbox;
    private final MeterProvider<Timer> verify;

    private MeteredLiveResultsStore(Builder builder) {
        Clock clock = builder.clock;
        store = builder.store;
        calls = new CallMeters(builder.registry, builder.tags, clock);
        gauges = new QueryGauges(store, builder.registry, builder.tags, builder.maxTaggedQueries);
        openSnapshots = new OpenSnapshots(builder.registry, builder.tags, clock);
        apply = calls.timer("afterimage.apply", "Applying row changes");
        commit = calls.timer("afterimage.commit", "Committing emissions");
        snapshot = calls.timer("afterimage.snapshot", "Opening snapshots");
        clear = calls.timer("afterimage.clear", "Clearing queries");
        reset = calls.timer("afterimage.reset", "Resetting queries");
        replace = calls.timer("afterimage.replace", "Replacing all rows of queries");
        drop = calls.timer("afterimage.drop", "Dropping queries");
        row = calls.timer("afterimage.row", "Reading single rows");
        outbox = calls.timer("afterimage.outbox", "Reading outboxes");
        verify = calls.timer("afterimage.verify", "Verifying queries");
    }

    /**
     * Starts the metering of a store.
     *
     * @param store the store, from now on closed by the metered one
     * @param registry receives the meters; their values are read from it
     * @return a builder
     */
    public static Builder over(LiveResultsStore store, MeterRegistry registry) {
        return new Builder(store, registry);
    }

    @Override
    public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
        calls.time(apply, () -> store.applyMutations(queryId, mutations));
        if (!mutations.isEmpty()) {
            calls.countMutations(mutations);
            gauges.written(queryId);
        }
    }

    @Override
    public Snapshot readSnapshot(String queryId) {
        return openSnapshots.track(calls.time(snapshot, () -> store.readSnapshot(queryId), opened -> CallMeters.OK));
    }

    @Override
    public long rowCount(String queryId) {
        return store.rowCount(queryId);
    }

    @Override
    public void clear(String queryId) {
        calls.time(clear, () -> store.clear(queryId));
    }

    @Override
    public CommitResult commit(ResultCommit emission) {
        CommitResult answer = calls.time(commit, () -> store.commit(emission), Outcomes::of);
        count(emission, answer);
        return answer;
    }

    @Override
    public List<CommitResult> commitAll(List<ResultCommit> commits) {
        List<CommitResult> answers = calls.time(commit, () -> store.commitAll(commits), Outcomes::of);
        for (int i = 0; i < answers.size(); i++) {
            count(commits.get(i), answers.get(i));
        }
        return answers;
    }

    @Override
    public Position position(String queryId) {
        return store.position(queryId);
    }

    @Override
    public Map<String, byte[]> sourcePositions(String queryId) {
        return store.sourcePositions(queryId);
    }

    @Override
    public OutboxRead outboxAfter(String queryId, Position position, int maxEntries) {
        return calls.time(outbox, () -> store.outboxAfter(queryId, position, maxEntries), Outcomes::of);
    }

    @Override
    public Position reset(String queryId, long configHash, long sequence) {
        Position position = calls.time(reset, () -> store.reset(queryId, configHash, sequence), done -> CallMeters.OK);
        gauges.written(queryId);
        return position;
    }

    @Override
    public Position replaceAll(String queryId, Position at, RowSource rows, Map<String, byte[]> sourcePositions) {
        Position position =
                calls.time(replace, () -> store.replaceAll(queryId, at, rows, sourcePositions), done -> CallMeters.OK);
        gauges.written(queryId);
        return position;
    }

    @Override
    public Optional<byte[]> row(String queryId, long rowSignature) {
        return calls.time(row, () -> store.row(queryId, rowSignature), found -> found(found.isPresent()));
    }

    @Override
    public boolean drop(String queryId) {
        boolean known = calls.time(drop, () -> store.drop(queryId), MeteredLiveResultsStore::found);
        gauges.dropped(queryId);
        return known;
    }

    @Override
    public List<QuerySummary> queries() {
        return store.queries();
    }

    @Override
    public Verification verify(String queryId) {
        return calls.time(verify, () -> store.verify(queryId), answer -> passed(answer.passed()));
    }

    @Override
    public List<Verification> verifyAll() {
        return calls.time(
                verify, store::verifyAll, answers -> passed(answers.stream().allMatch(Verification::passed)));
    }

    @Override
    public void close() {
        store.close();
        openSnapshots.allClosed();
    }

    private void count(ResultCommit emission, CommitResult answer) {
        calls.countCommit(answer);
        if (answer.applied()) {
            calls.countMutations(emission.mutations());
            gauges.written(emission.queryId());
        }
    }

    private static String found(boolean found) {
        return found ? "found" : "absent";
    }

    private static String passed(boolean passed) {
        return passed ? "passed" : "failed";
    }

    /** What is metered, and how. Not thread-safe; one thread at a time. */
    public static final class Builder {

        private final LiveResultsStore store;
        private final MeterRegistry registry;
        private Tags tags = Tags.empty();
        private Clock clock;
        private int maxTaggedQueries = 100;

        private Builder(LiveResultsStore store, MeterRegistry registry) {
            this.store = store;
            this.registry = registry;
            clock = registry.config().clock();
        }

        /**
         * Adds tags to every meter, such as the store's name where one registry meters several.
         *
         * @param more the tags
         * @return this builder
         */
        public Builder tags(Iterable<Tag> more) {
            tags = tags.and(more);
            return this;
        }

        /**
         * Limits for how many queries there are gauges with the query tag.
         *
         * @param queries the limit (0 or more; 100 unless told); 0 leaves the query tag out altogether
         * @return this builder
         * @throws RefusedException if it is negative
         */
        public Builder maxTaggedQueries(int queries) {
            if (queries < 0) {
                throw new RefusedException("A setting is outside its limits. Setting: tagged queries."
                        + " Expected: 0 or more. Found: " + queries + ".");
            }
            maxTaggedQueries = queries;
            return this;
        }

        /**
         * Takes the time from another clock than the registry's.
         *
         * @param time the clock; its monotonic time is read
         * @return this builder
         */
        public Builder clock(Clock time) {
            clock = time;
            return this;
        }

        /**
         * Registers the meters.
         *
         * @return the metered store, to be closed by the caller
         */
        public MeteredLiveResultsStore open() {
            return new MeteredLiveResultsStore(this);
        }
    }
}
