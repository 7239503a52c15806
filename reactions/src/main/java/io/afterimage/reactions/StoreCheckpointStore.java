package io.afterimage.reactions;

import io.afterimage.CommitResult;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.QueryId;
import io.afterimage.ResultCommit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Keeps checkpoints in a {@link LiveResultsStore}, as atomic and durable as its commits. Thread-safe; several may stand on
 * one store.
 *
 * <p>Each reaction has a query of its own there, without rows, whose id begins with {@link #QUERY_ID_PREFIX}. A checkpoint
 * is a source position of it, under the id of the query it is for. A removed one leaves a mark of about a hundred bytes.
 */
public final class StoreCheckpointStore implements CheckpointStore {

    /** How the ids of the queries begin that hold checkpoints. */
    public static final String QUERY_ID_PREFIX = QueryId.INTERNAL_PREFIX + "checkpoints";

    private final LiveResultsStore store;
    private final boolean durable;

    private StoreCheckpointStore(LiveResultsStore store, boolean durable) {
        this.store = store;
        this.durable = durable;
    }

    /**
     * Keeps checkpoints in a store. They count as durable unless it is an {@link InMemoryLiveResultsStore}.
     *
     * @param store the store; stays the caller's
     * @return the checkpoints
     */
    public static StoreCheckpointStore on(LiveResultsStore store) {
        return new StoreCheckpointStore(store, !(store instanceof InMemoryLiveResultsStore));
    }

    /**
     * Keeps checkpoints in a store that does not survive the process, for example behind a decorator.
     *
     * @param store the store; stays the caller's
     * @return the checkpoints, not durable
     */
    public static StoreCheckpointStore onVolatile(LiveResultsStore store) {
        return new StoreCheckpointStore(store, false);
    }

    @Override
    public boolean durable() {
        return durable;
    }

    @Override
    public Optional<Position> read(String reactionId, String queryId) {
        CheckpointKey key = new CheckpointKey(reactionId, queryId);
        return stored(key).flatMap(bytes -> CheckpointCodec.decode(key, bytes, "store"));
    }

    @Override
    public void write(String reactionId, String queryId, Position position) {
        CheckpointKey key = new CheckpointKey(reactionId, queryId);
        put(key, CheckpointCodec.encode(key, position));
    }

    @Override
    public void remove(String reactionId, String queryId) {
        CheckpointKey key = new CheckpointKey(reactionId, queryId);
        if (stored(key).isPresent()) {
            put(key, CheckpointCodec.encodeRemoved(key));
        }
    }

    private Optional<byte[]> stored(CheckpointKey key) {
        return Optional.ofNullable(store.sourcePositions(homeOf(key)).get(key.queryId()));
    }

    /** Commits under the next sequence of the reaction's home; whoever loses the race for it takes the one after. */
    private void put(CheckpointKey key, byte[] bytes) {
        String home = homeOf(key);
        Position head = store.position(home);
        while (true) {
            CommitResult result = store.commit(ResultCommit.of(home, head.sequence() + 1, List.of())
                    .sourcePosition(key.queryId(), bytes)
                    .build());
            if (result.applied()) {
                return;
            }
            head = result.position();
        }
    }

    /** The query that holds the reaction's checkpoints: named after it, or after its hash where that would be too long. */
    private static String homeOf(CheckpointKey key) {
        byte[] id = key.reactionId().getBytes(StandardCharsets.UTF_8);
        return QUERY_ID_PREFIX.length() + 1 + id.length <= QueryId.MAX_UTF8_BYTES
                ? QUERY_ID_PREFIX + ":" + key.reactionId()
                : QUERY_ID_PREFIX + "-sha256:" + Sha256.hex(id);
    }
}
