package io.afterimage.reactions;

import io.afterimage.Position;
import io.afterimage.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checkpoints in memory that remember every write and fail on demand. They outlive the runtimes of a test. */
final class HeldCheckpoints implements CheckpointStore {

    /** Every sequence written, in order; a removal is -1. */
    final List<Long> history = new ArrayList<>();

    private final Map<List<String>, Position> positions = new HashMap<>();
    private final boolean durable;
    private int writesToFail;

    HeldCheckpoints(boolean durable) {
        this.durable = durable;
    }

    void failNextWrites(int count) {
        writesToFail = count;
    }

    void put(String reactionId, String queryId, Position position) {
        positions.put(List.of(reactionId, queryId), position);
    }

    @Override
    public boolean durable() {
        return durable;
    }

    @Override
    public Optional<Position> read(String reactionId, String queryId) {
        return Optional.ofNullable(positions.get(List.of(reactionId, queryId)));
    }

    @Override
    public void write(String reactionId, String queryId, Position position) {
        if (writesToFail > 0) {
            writesToFail--;
            throw new StoreUnavailableException("The checkpoint could not be written.", null);
        }
        history.add(position.sequence());
        put(reactionId, queryId, position);
    }

    @Override
    public void remove(String reactionId, String queryId) {
        history.add(-1L);
        positions.remove(List.of(reactionId, queryId));
    }
}
