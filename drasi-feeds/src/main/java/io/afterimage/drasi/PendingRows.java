package io.afterimage.drasi;

import io.afterimage.LiveResultsStore;
import io.afterimage.RowMutation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a store, as they will be once what waits is written. What waits is told with {@link #add}, and that it was
 * written, or given up, with {@link #clear}. Not thread-safe; one thread at a time.
 */
final class PendingRows implements StoredRows {

    private final LiveResultsStore store;
    private final Map<String, Map<Long, Optional<byte[]>>> waiting = new HashMap<>();

    PendingRows(LiveResultsStore store) {
        this.store = store;
    }

    @Override
    public byte @Nullable [] row(String queryId, long rowSignature) {
        Map<Long, Optional<byte[]>> rows = waiting.get(queryId);
        Optional<byte[]> row = rows == null ? null : rows.get(rowSignature);
        return (row == null ? store.row(queryId, rowSignature) : row).orElse(null);
    }

    /** Takes note of mutations that wait to be written. */
    void add(String queryId, List<? extends RowMutation> mutations) {
        Map<Long, Optional<byte[]>> rows = waiting.computeIfAbsent(queryId, id -> new HashMap<>());
        for (RowMutation mutation : mutations) {
            rows.put(
                    mutation.rowSignature(),
                    mutation instanceof RowMutation.Upsert upsert ? Optional.of(upsert.data()) : Optional.empty());
        }
    }

    /** Takes note that nothing waits any more. */
    void clear() {
        waiting.clear();
    }
}
