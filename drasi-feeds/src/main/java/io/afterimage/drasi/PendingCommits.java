package io.afterimage.drasi;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import java.util.ArrayList;
import java.util.List;

/**
 * Commits that wait to be written together, so that they share one sync of the log. Written in order, all or none. Not
 * thread-safe; one thread at a time.
 */
final class PendingCommits {

    private static final int MAX_COMMITS = 256;
    private static final int MAX_BYTES = 1 << 20;

    private final LiveResultsStore store;
    private final PendingRows rows;
    private final List<ResultCommit> commits = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private long bytes;
    private long applied;

    PendingCommits(LiveResultsStore store) {
        this.store = store;
        this.rows = new PendingRows(store);
    }

    /** The rows as they are after everything that waits. */
    StoredRows rows() {
        return rows;
    }

    /** How many commits have been written. */
    long applied() {
        return applied;
    }

    /** Adds a commit, and writes when enough are waiting. */
    void add(ResultCommit commit, long line) {
        commits.add(commit);
        lines.add(line);
        rows.add(commit.queryId(), commit.mutations());
        for (RowMutation mutation : commit.mutations()) {
            bytes += mutation instanceof RowMutation.Upsert upsert ? upsert.data().length : 0;
        }
        if (commits.size() == MAX_COMMITS || bytes >= MAX_BYTES) {
            write();
        }
    }

    /**
     * Writes what waits.
     *
     * @throws UnusableLineException if the store refuses one; those before it are written, it and those after are not
     */
    void write() {
        if (commits.isEmpty()) {
            return;
        }
        try {
            check(store.commitAll(List.copyOf(commits)));
            applied += commits.size();
        } catch (RefusedException e) {
            writeOneByOne();
        } finally {
            commits.clear();
            rows.clear();
            lines.clear();
            bytes = 0;
        }
    }

    private void writeOneByOne() {
        for (int i = 0; i < commits.size(); i++) {
            try {
                check(List.of(store.commit(commits.get(i))));
                applied++;
            } catch (RefusedException e) {
                throw new UnusableLineException(String.valueOf(e.getMessage()), e).atLine(lines.get(i));
            }
        }
    }

    /* Nobody else writes to the store, so every commit is the next one of its query. */
    private static void check(List<CommitResult> results) {
        for (CommitResult result : results) {
            if (!result.applied()) {
                throw new IllegalStateException("The store refused an emission that was next. Found: " + result
                        + ". Next: run the command again; if it happens again, report it.");
            }
        }
    }
}
