package io.afterimage.cli.demo;

import io.afterimage.LiveResultsStore;
import java.nio.ByteBuffer;

/**
 * How much of a query has been applied, counted by the store itself: every commit, also one that is sent again, carries
 * the stored counter plus itself as a source position. A store that applies an emission twice counts it twice; the
 * counter then runs ahead of the sequence. Immutable.
 */
record Applied(long emissions, long mutations) {
    /** The source id under which it is stored. */
    static final String SOURCE_ID = "applied";

    static final Applied NOTHING = new Applied(0, 0);

    Applied plusEmission(int withMutations) {
        return new Applied(emissions + 1, mutations + withMutations);
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(emissions)
                .putLong(mutations)
                .array();
    }

    /** The counter as a store has it. */
    static Applied stored(LiveResultsStore store, String queryId) {
        byte[] stored = store.sourcePositions(queryId).get(SOURCE_ID);
        return stored == null ? NOTHING : of(stored);
    }

    private static Applied of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Applied(in.getLong(), in.getLong());
    }
}
