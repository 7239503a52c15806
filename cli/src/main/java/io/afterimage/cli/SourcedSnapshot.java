package io.afterimage.cli;

import io.afterimage.LiveResultsStore;
import io.afterimage.Snapshot;
import java.util.Arrays;
import java.util.Map;

/**
 * A snapshot and the source positions that were committed with it. Confined to one thread.
 *
 * @param snapshot the rows and where they stand
 * @param sourcePositions where the query's sources resume, by source id
 */
record SourcedSnapshot(Snapshot snapshot, Map<String, byte[]> sourcePositions) implements AutoCloseable {

    private static final int MAX_ATTEMPTS = 1_000;

    /** Reads the source positions before and after the snapshot, until no writer has come between. */
    static SourcedSnapshot of(LiveResultsStore store, String queryId) {
        Map<String, byte[]> before = store.sourcePositions(queryId);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Snapshot snapshot = store.readSnapshot(queryId);
            Map<String, byte[]> after = store.sourcePositions(queryId);
            if (same(before, after)) {
                return new SourcedSnapshot(snapshot, after);
            }
            snapshot.close();
            before = after;
        }
        throw new CommandFailure(
                ExitCode.STORE_ERROR,
                "The query's writer is too fast to be copied from. Query: " + TextTable.printable(queryId)
                        + ". Next: copy it while its writer pauses.");
    }

    private static boolean same(Map<String, byte[]> a, Map<String, byte[]> b) {
        return a.keySet().equals(b.keySet())
                && a.keySet().stream().allMatch(source -> Arrays.equals(a.get(source), b.get(source)));
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
