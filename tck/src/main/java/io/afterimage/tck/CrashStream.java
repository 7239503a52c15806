package io.afterimage.tck;

import io.afterimage.AfterimageException;
import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.Retention;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * The endless stream of writes that a killed child makes and its parent knows: the same for the same seed, each write told
 * relative to where the reference stands after those before it. Not thread-safe; one thread at a time.
 */
final class CrashStream {

    private final LiveResultsStore reference;
    private final RandomWrites writes;
    private StoreWrite next;
    private long done;

    CrashStream(long seed) {
        reference = new Reference().open(Path.of("."), settings(Durability.NOTHING));
        writes = new RandomWrites(new Random(seed));
        next = writes.next();
    }

    /** How parent and child open the store under test. */
    static StoreSettings settings(Durability durability) {
        return StoreBench.SETTINGS
                .withDurability(durability)
                .withMaxRowBytes(RandomWrites.MAX_ROW_BYTES)
                .withRetention(Retention.ofEntries(6));
    }

    /** How many writes the reference has seen. */
    long done() {
        return done;
    }

    /** Makes the next write on the reference alone. */
    Object advance() {
        Object answer = answerOf(reference, reference::position);
        next = writes.next();
        done++;
        return answer;
    }

    /** Makes the next write on a store, which stands where the reference does, and leaves the reference behind. */
    Object attempt(LiveResultsStore store) {
        return answerOf(store, reference::position);
    }

    private Object answerOf(LiveResultsStore store, Function<String, Position> stands) {
        try {
            return next.on(store, stands);
        } catch (AfterimageException e) {
            return e.getClass();
        }
    }

    /** What the reference says of all queries. */
    List<QueryState> states() {
        return statesOf(reference);
    }

    /** What a store says of all queries. */
    static List<QueryState> statesOf(LiveResultsStore store) {
        List<QueryState> states = new ArrayList<>();
        RandomWrites.QUERIES.forEach(id -> states.add(QueryState.of(store, id)));
        return states;
    }

    @Override
    public String toString() {
        return "write " + done + ": " + next;
    }
}
