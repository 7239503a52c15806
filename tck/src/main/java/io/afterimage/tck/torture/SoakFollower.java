package io.afterimage.tck.torture;

import io.afterimage.OutboxEntry;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Follows the outboxes of all queries, and begins at the head where it cannot go on. One thread at a time. */
final class SoakFollower {

    private static final int AT_ONCE = 50;

    private final SoakedStore store;
    private final List<String> queries;
    private final Map<String, Position> positions = new HashMap<>();
    private int turn;

    SoakFollower(SoakedStore store, List<String> queries) {
        this.store = store;
        this.queries = queries;
    }

    void step() {
        String query = queries.get(turn++ % queries.size());
        Position after = positions.getOrDefault(query, Position.NONE);
        OutboxRead read = store.call(store -> store.outboxAfter(query, after, AT_ONCE));
        positions.put(query, read instanceof OutboxRead.Entries some ? follow(query, after, some) : read.head());
    }

    private static Position follow(String query, Position after, OutboxRead.Entries read) {
        long sequence = after.sequence();
        for (OutboxEntry entry : read.entries()) {
            sequence++;
            if (entry.sequence() != sequence || !Arrays.equals(entry.data(), SoakedQuery.entry(sequence))) {
                throw new AssertionError("The outbox of query " + query + " does not go on. Expected: the entry of "
                        + sequence + ". Found: one of " + entry.sequence() + ".");
            }
        }
        return new Position(read.head().generation(), sequence, read.head().configHash());
    }
}
