package io.afterimage.reactions;

import io.afterimage.Position;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps checkpoints in memory, for reactions whose effect does not survive the process either. Thread-safe. */
public final class InMemoryCheckpointStore implements CheckpointStore {

    private final Map<CheckpointKey, Position> checkpoints = new ConcurrentHashMap<>();

    /** Creates an empty store. */
    public InMemoryCheckpointStore() {}

    @Override
    public boolean durable() {
        return false;
    }

    @Override
    public Optional<Position> read(String reactionId, String queryId) {
        return Optional.ofNullable(checkpoints.get(new CheckpointKey(reactionId, queryId)));
    }

    @Override
    public void write(String reactionId, String queryId, Position position) {
        checkpoints.put(new CheckpointKey(reactionId, queryId), Objects.requireNonNull(position, "position"));
    }

    @Override
    public void remove(String reactionId, String queryId) {
        checkpoints.remove(new CheckpointKey(reactionId, queryId));
    }
}
