package io.afterimage.mirror;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.afterimage.LiveResultsStore;
import java.util.Optional;

/**
 * Rows as they are in the store, absent ones included, in front of the reads that a batch's conflicts need. Bounded in
 * bytes. Only the writer lane uses it: what it holds is exactly what the lane committed or read, and it is emptied as soon
 * as the lane cannot be sure of that. Confined to the lane.
 */
final class RowCache {

    /** What an entry takes besides its row and its query's name: key, references, Caffeine's own. A rough figure. */
    private static final int ENTRY_BYTES = 120;

    private static final Optional<byte[]> ABSENT = Optional.empty();

    private final LiveResultsStore store;
    private final Cache<Key, Optional<byte[]>> rows;

    RowCache(LiveResultsStore store, long maxBytes) {
        this.store = store;
        this.rows = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, Optional<byte[]> row) -> ENTRY_BYTES
                        + key.queryId().length()
                        + row.map(bytes -> bytes.length).orElse(0))
                .executor(Runnable::run)
                .build();
    }

    private record Key(String queryId, long signature) {}

    Optional<byte[]> row(String queryId, long signature) {
        return rows.get(new Key(queryId, signature), this::read);
    }

    private Optional<byte[]> read(Key key) {
        return store.row(key.queryId(), key.signature());
    }

    /** A row as a commit left it; no bytes where it was deleted. */
    void committed(String queryId, long signature, byte[] row) {
        rows.put(new Key(queryId, signature), row.length == 0 ? ABSENT : Optional.of(row));
    }

    void forgetAll() {
        rows.invalidateAll();
    }
}
