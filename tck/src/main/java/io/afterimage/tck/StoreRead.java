package io.afterimage.tck;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.Verification;
import io.afterimage.tck.model.RandomWrites;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One reading call as a value, told relative to where its query stands.
 *
 * @param name what is read
 * @param call makes the call and gives an answer that is comparable by {@code equals}
 */
record StoreRead(String name, BiFunction<LiveResultsStore, Function<String, Position>, Object> call) {

    /** Any read. */
    static StoreRead any(Random random) {
        RandomWrites writes = new RandomWrites(random);
        String id = writes.query();
        return switch (random.nextInt(8)) {
            case 0, 1 -> row(id, writes.signature());
            case 2, 3, 4 -> outbox(id, random);
            case 5 ->
                new StoreRead(
                        "position and count of " + id,
                        (store, stands) -> List.of(store.position(id), store.rowCount(id)));
            case 6 -> new StoreRead("queries", (store, stands) -> store.queries());
            default ->
                new StoreRead(
                        "verification",
                        (store, stands) -> store.verifyAll().stream().allMatch(Verification::passed));
        };
    }

    private static StoreRead row(String id, long signature) {
        return new StoreRead(
                "row " + Long.toUnsignedString(signature) + " of " + id,
                (store, stands) -> store.row(id, signature).map(ByteBuffer::wrap));
    }

    private static StoreRead outbox(String id, Random random) {
        long life = random.nextInt(8) == 0 ? random.nextInt(3) - 1 : 0;
        long step = 2L - random.nextInt(12);
        long configHash = random.nextInt(4) == 0 ? 5 : 0;
        int limit = random.nextInt(2) == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(3);
        return new StoreRead(
                "outbox of " + id + " life " + life + " step " + step + " config " + configHash + " limit " + limit,
                (store, stands) -> {
                    Position stand = stands.apply(id);
                    Position from = new Position(
                            Math.max(0, stand.generation() + life), Math.max(0, stand.sequence() + step), configHash);
                    return store.outboxAfter(id, from, limit);
                });
    }

    @Override
    public String toString() {
        return "read " + name;
    }
}
