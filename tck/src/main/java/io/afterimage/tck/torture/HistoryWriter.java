package io.afterimage.tck.torture;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Makes all kinds of writes on a query of its own, and commits on one that all writers share, where the sequence tells the
 * order. Every write leaves a version of its own. One thread at a time.
 */
final class HistoryWriter {

    /** The number of the query that all share. */
    static final int SHARED = 0;

    private static final int VERSIONS_OF_A_WRITER = 1 << 24;

    private final LiveResultsStore store;
    private final HistoryLog log;
    private final Random random;
    private final int own;
    private Position position = Position.NONE; // of the own query
    private long order;
    private long version;

    /** A writer with a number from 1 on, which its own query has too. */
    HistoryWriter(int number, LiveResultsStore store, HistoryLog log, Random random) {
        this.own = number;
        this.store = store;
        this.log = log;
        this.random = random;
        this.version = (long) number * VERSIONS_OF_A_WRITER;
    }

    static String queryId(int query) {
        return "history-" + query;
    }

    void step() {
        int dice = position.equals(Position.NONE) ? 0 : random.nextInt(100);
        if (dice < 30) {
            commit(List.of(own));
        } else if (dice < 50) {
            commit(List.of(SHARED));
        } else if (dice < 68) {
            commit(List.of(own, SHARED));
        } else if (dice < 83) {
            apply();
        } else if (dice < 88) {
            clear();
        } else if (dice < 94) {
            replace();
        } else if (dice < 98) {
            reset();
        } else {
            drop();
        }
    }

    /** Commits to some queries at once; on the shared one somebody else may be faster, and then nothing is written. */
    private void commit(List<Integer> queries) {
        List<ResultCommit> commits = new ArrayList<>();
        List<Map<Integer, Long>> changes = new ArrayList<>();
        for (int query : queries) {
            Map<Integer, Long> some = changes(1 + random.nextInt(4));
            changes.add(some);
            commits.add(ResultCommit.of(queryId(query), stand(query).sequence() + 1, mutations(some))
                    .build());
        }
        HistoryLog.Answer<List<CommitResult>> call = HistoryLog.timed(() -> store.commitAll(commits));
        if (call.answer().stream().allMatch(CommitResult::applied)) {
            List<HistoryWrite.Part> parts = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                CommitResult.Applied applied =
                        (CommitResult.Applied) call.answer().get(i);
                parts.add(new HistoryWrite.Part(
                        queries.get(i),
                        queries.get(i) == SHARED ? applied.position().sequence() : ++order,
                        false,
                        changes.get(i),
                        Optional.of(applied.position()),
                        OptionalLong.of(applied.rowCount())));
                position = queries.get(i) == own ? applied.position() : position;
            }
            log.wrote(call, parts);
        } else {
            refused(queries, call);
        }
    }

    /** A refusal tells where each query stands. */
    private void refused(List<Integer> queries, HistoryLog.Answer<List<CommitResult>> call) {
        for (int i = 0; i < queries.size(); i++) {
            CommitResult answer = call.answer().get(i);
            log.saw(call, queries.get(i), new HistorySight.Stand(answer.position()));
            if (queries.get(i) == own && !(answer instanceof CommitResult.Withheld)) {
                log.found("A commit without a rival was refused. Found: " + answer + ".");
            }
        }
    }

    private Position stand(int query) {
        if (query == own) {
            return position;
        }
        HistoryLog.Answer<Position> call = HistoryLog.timed(() -> store.position(queryId(query)));
        log.saw(call, query, new HistorySight.Stand(call.answer()));
        return call.answer();
    }

    private void apply() {
        Map<Integer, Long> changes = changes(1 + random.nextInt(6));
        List<RowMutation> mutations = mutations(changes);
        write(false, changes, () -> {
            store.applyMutations(queryId(own), mutations);
            return position;
        });
    }

    private void clear() {
        write(true, Map.of(), () -> {
            store.clear(queryId(own));
            return position;
        });
    }

    private void replace() {
        Map<Integer, Long> rows = new TreeMap<>();
        for (int index = 0; index < HistoryState.SIGNATURES; index += 1 + random.nextInt(3)) {
            rows.put(index, ++version);
        }
        List<Row> source = rows.entrySet().stream()
                .map(row -> new Row(MadeRow.signature(row.getKey()), data(row.getKey(), row.getValue())))
                .toList();
        Position at = random.nextBoolean() ? position : Position.NONE;
        write(true, rows, () -> store.replaceAll(queryId(own), at, RowSource.of(source)));
    }

    private void reset() {
        write(true, Map.of(), () -> store.reset(queryId(own), 0, random.nextInt(3)));
    }

    private void drop() {
        write(true, Map.of(), () -> {
            store.drop(queryId(own));
            return Position.NONE;
        });
    }

    /** Makes a write on the own query, whose answer is where it stands then. */
    private void write(boolean afresh, Map<Integer, Long> changes, Supplier<Position> call) {
        HistoryLog.Answer<Position> answer = HistoryLog.timed(call);
        position = answer.answer();
        log.wrote(
                answer,
                List.of(new HistoryWrite.Part(
                        own, ++order, afresh, changes, Optional.of(position), OptionalLong.empty())));
    }

    /** Some rows, the first of which stays. */
    private Map<Integer, Long> changes(int count) {
        Map<Integer, Long> changes = new TreeMap<>();
        for (int left = count; left > 0; left--) {
            changes.put(random.nextInt(HistoryState.SIGNATURES), random.nextInt(3) == 0 ? 0 : ++version);
        }
        changes.put(random.nextInt(HistoryState.SIGNATURES), ++version);
        return changes;
    }

    private static List<RowMutation> mutations(Map<Integer, Long> changes) {
        List<RowMutation> mutations = new ArrayList<>();
        changes.forEach((index, number) -> mutations.add(
                number == 0
                        ? RowMutation.delete(MadeRow.signature(index))
                        : RowMutation.upsert(MadeRow.signature(index), data(index, number))));
        return mutations;
    }

    private static byte[] data(int index, long version) {
        return MadeRow.data(MadeRow.signature(index), version);
    }
}
