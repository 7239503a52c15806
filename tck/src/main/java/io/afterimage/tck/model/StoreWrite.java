package io.afterimage.tck.model;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One writing call as a value, told relative to where its queries stand, so that it makes sense after any other. Immutable
 * as long as nobody changes the arrays.
 */
public sealed interface StoreWrite {

    /**
     * Makes the call.
     *
     * @param store the store
     * @param stands where each query stands before the call
     * @return what the store answers, comparable by {@code equals}
     */
    Object on(LiveResultsStore store, Function<String, Position> stands);

    /**
     * Whether an answer says that the call has written.
     *
     * @param answer what {@link #on(LiveResultsStore, Function)} gave
     * @return false for a commit that was not applied
     */
    default boolean isDoneBy(Object answer) {
        return true;
    }

    /**
     * Makes the same change to plain maps of rows. Called only if the store has written.
     *
     * @param rows the maps
     */
    void on(RowFold rows);

    /**
     * Row changes without a commit.
     *
     * @param queryId the query
     * @param mutations the changes
     */
    record Apply(String queryId, List<RowMutation> mutations) implements StoreWrite {

        @Override
        public Object on(LiveResultsStore store, Function<String, Position> stands) {
            store.applyMutations(queryId, mutations);
            return "applied";
        }

        @Override
        public void on(RowFold rows) {
            rows.apply(queryId, mutations);
        }

        @Override
        public String toString() {
            return "apply to " + queryId + " " + brief(mutations);
        }
    }

    /**
     * One or several commits in one call.
     *
     * @param emissions the commits
     */
    record Commit(List<Emission> emissions) implements StoreWrite {

        @Override
        public Object on(LiveResultsStore store, Function<String, Position> stands) {
            Map<String, Long> sequences = new HashMap<>();
            List<ResultCommit> commits = new ArrayList<>();
            for (Emission emission : emissions) {
                long stored = sequences.computeIfAbsent(
                        emission.queryId, id -> stands.apply(id).sequence());
                ResultCommit commit = emission.after(stored);
                sequences.put(emission.queryId, Math.max(stored, commit.sequence()));
                commits.add(commit);
            }
            return commits.size() == 1 ? List.of(store.commit(commits.get(0))) : store.commitAll(commits);
        }

        @Override
        public boolean isDoneBy(Object answer) {
            return ((List<?>) answer).stream().allMatch(CommitResult.Applied.class::isInstance);
        }

        @Override
        public void on(RowFold rows) {
            emissions.forEach(emission -> rows.apply(emission.queryId, emission.mutations));
        }
    }

    /**
     * One commit.
     *
     * @param queryId the query
     * @param step how far its sequence is beyond the stored one: 1 is the next
     * @param mayJump whether the commit allows gaps
     * @param mutations the row changes
     * @param entry the outbox entry, if any
     * @param keep the retention of the commit, if any
     * @param sources source positions
     * @param configHash the config hash, 0 = not told
     */
    record Emission(
            String queryId,
            long step,
            boolean mayJump,
            List<RowMutation> mutations,
            byte @Nullable [] entry,
            OptionalLong keep,
            Map<String, byte[]> sources,
            long configHash) {

        ResultCommit after(long stored) {
            ResultCommit.Builder commit = ResultCommit.of(queryId, Math.max(1, stored + step), mutations)
                    .configHash(configHash);
            sources.forEach(commit::sourcePosition);
            if (entry != null && keep.isPresent()) {
                commit.outbox(entry, Retention.ofEntries(keep.getAsLong()));
            } else if (entry != null) {
                commit.outbox(entry);
            }
            return mayJump ? commit.allowGaps().build() : commit.build();
        }

        @Override
        public String toString() {
            return "commit to " + queryId + " step " + step + (mayJump ? " or newer " : " ") + brief(mutations)
                    + (entry == null ? "" : " with an entry of " + entry.length + " B") + " keep " + keep + " sources "
                    + sources.keySet() + " config " + configHash;
        }
    }

    /**
     * Removes the rows.
     *
     * @param queryId the query
     */
    record Clear(String queryId) implements StoreWrite {

        @Override
        public Object on(LiveResultsStore store, Function<String, Position> stands) {
            store.clear(queryId);
            return "cleared";
        }

        @Override
        public void on(RowFold rows) {
            rows.clear(queryId);
        }
    }

    /**
     * Starts a new life.
     *
     * @param queryId the query
     * @param configHash the config hash, 0 = not told
     * @param sequence where it stands then
     */
    record Reset(String queryId, long configHash, long sequence) implements StoreWrite {

        @Override
        public Object on(LiveResultsStore store, Function<String, Position> stands) {
            return store.reset(queryId, configHash, sequence);
        }

        @Override
        public void on(RowFold rows) {
            rows.clear(queryId);
        }
    }

    /**
     * Forgets the query.
     *
     * @param queryId the query
     */
    record Drop(String queryId) implements StoreWrite {

        @Override
        public Object on(LiveResultsStore store, Function<String, Position> stands) {
            return store.drop(queryId);
        }

        @Override
        public void on(RowFold rows) {
            rows.clear(queryId);
        }
    }

    /**
     * Replaces all rows.
     *
     * @param queryId the query
     * @param life how far the generation is beyond the stored one; what gives 0 asks for a new life
     * @param step how far the sequence is beyond the stored one
     * @param configHash the config hash, 0 = not told
     * @param rows the rows
     * @param sources source positions
     */
    record Replace(String queryId, long life, long step, long configHash, List<Row> rows, Map<String, byte[]> sources)
            implements StoreWrite {

        @Override
        public Object on(LiveResultsStore store, Function<String, Position> stands) {
            Position stand = stands.apply(queryId);
            Position at = new Position(
                    Math.max(0, stand.generation() + life), Math.max(0, stand.sequence() + step), configHash);
            return store.replaceAll(queryId, at, RowSource.of(rows), sources);
        }

        @Override
        public void on(RowFold fold) {
            fold.clear(queryId);
            rows.forEach(row -> fold.put(queryId, row));
        }

        @Override
        public String toString() {
            return "replace " + queryId + " life " + life + " step " + step + " config " + configHash + " by "
                    + rows.size() + " rows";
        }
    }

    private static String brief(List<RowMutation> mutations) {
        return mutations.size() <= 6 ? mutations.toString() : mutations.size() + " mutations";
    }
}
