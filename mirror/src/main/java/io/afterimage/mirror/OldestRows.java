package io.afterimage.mirror;

import io.afterimage.LiveResultsStore;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Looks at the rows of a query from the least signature on, some at a time, while a writer deletes them from there.
 * Confined to the writer lane.
 *
 * @param <R> what a row holds
 */
final class OldestRows<R> {

    private static final int READ_AT_ONCE = 256;

    private final LiveResultsStore store;
    private final String queryId;
    private final Decoder<R> decoder;
    private final Deque<Numbered<R>> ahead = new ArrayDeque<>();
    private long nextToRead;
    private boolean exhausted;

    /** A row and its signature. */
    record Numbered<R>(long number, R row) {}

    /** Reads a row. */
    @FunctionalInterface
    interface Decoder<R> {
        R decode(long number, byte[] row);
    }

    OldestRows(LiveResultsStore store, String queryId, Decoder<R> decoder) {
        this.store = store;
        this.queryId = queryId;
        this.decoder = decoder;
    }

    /** The oldest rows in order, as many as are wanted or there are; at most some hundreds at a time. */
    List<Numbered<R>> peek(int wanted) {
        if (ahead.size() < wanted && !exhausted) {
            read();
        }
        return ahead.stream().limit(wanted).toList();
    }

    /** The oldest ones were deleted. */
    void deleted(int count) {
        for (int i = 0; i < count; i++) {
            ahead.removeFirst();
        }
    }

    /** Newer rows were added. */
    void added() {
        exhausted = false;
    }

    private void read() {
        try (Snapshot snapshot = store.readSnapshot(queryId);
                RowCursor rows = snapshot.cursorFrom(nextToRead)) {
            List<Numbered<R>> found = new ArrayList<>();
            while (found.size() < READ_AT_ONCE && rows.next()) {
                found.add(new Numbered<>(rows.rowSignature(), decoder.decode(rows.rowSignature(), rows.copyData())));
            }
            exhausted = found.size() < READ_AT_ONCE;
            ahead.addAll(found);
            if (!found.isEmpty()) {
                nextToRead = found.get(found.size() - 1).number() + 1;
            }
        }
    }
}
