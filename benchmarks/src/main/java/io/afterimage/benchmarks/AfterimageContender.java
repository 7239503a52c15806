package io.afterimage.benchmarks;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.RowCursor;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Afterimage, with the default settings of its stores. Each call is the store's own: exact count, position, checksums and
 * isolation are in every figure. Thread-safe.
 *
 * <ul>
 *   <li>{@code readAll} walks one cursor over a snapshot, or one per part of {@link Snapshot#split}; the cursor copies rows
 *       onto the heap by the chunk and checks each row.
 *   <li>{@code load} is {@link LiveResultsStore#replaceAll} at sequence 0.
 * </ul>
 */
final class AfterimageContender implements Contender {

    private final LiveResultsStore store;

    AfterimageContender(LiveResultsStore store) {
        this.store = store;
    }

    @Override
    public void apply(String queryId, List<RowMutation> mutations) {
        store.applyMutations(queryId, mutations);
    }

    @Override
    public void commit(ResultCommit commit) {
        commitAll(List.of(commit));
    }

    @Override
    public void commitAll(List<ResultCommit> commits) {
        store.commitAll(commits).forEach(answer -> {
            if (!answer.applied()) {
                throw new IllegalStateException("A commit was not applied. Found: " + answer + ".");
            }
        });
    }

    @Override
    public long readAll(String queryId) {
        try (Snapshot snapshot = store.readSnapshot(queryId);
                RowCursor rows = snapshot.cursor()) {
            return sum(rows);
        }
    }

    @Override
    public long readAll(String queryId, int parts, ExecutorService threads) {
        try (Snapshot snapshot = store.readSnapshot(queryId)) {
            List<Callable<Long>> tasks = snapshot.split(parts).stream()
                    .<Callable<Long>>map(rows -> () -> sum(rows))
                    .toList();
            return Parallel.sum(tasks, threads);
        }
    }

    private static long sum(RowCursor rows) {
        long sum = 0;
        while (rows.next()) {
            sum += ReadSum.of(rows.rowSignature(), rows.data());
        }
        return sum;
    }

    @Override
    public byte @Nullable [] row(String queryId, long rowSignature) {
        return store.row(queryId, rowSignature).orElse(null);
    }

    @Override
    public long rowCount(String queryId) {
        return store.rowCount(queryId);
    }

    @Override
    public void clear(String queryId) {
        store.clear(queryId);
    }

    @Override
    public void reset(String queryId) {
        store.reset(queryId, 0, 0);
    }

    @Override
    public void load(String queryId, RowSource rows) {
        store.replaceAll(queryId, new Position(0, 0, 0), rows);
    }

    @Override
    public void close() {
        store.close();
    }
}
