package io.afterimage.tck.model;

import io.afterimage.AfterimageException;
import io.afterimage.Durability;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.Retention;
import io.afterimage.spi.StoreSettings;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * The endless stream of writes that one process makes and another knows: the same for the same seed, each write told
 * relative to where the reference, the store in memory, stands after those before it. Not thread-safe; one thread at a time.
 */
public final class WriteStream {

    private static final StoreSettings SETTINGS = StoreSettings.DEFAULT
            .withMemoryBudgetBytes(16L << 20)
            .withMaxRowBytes(RandomWrites.MAX_ROW_BYTES)
            .withRetention(Retention.ofEntries(6));

    private final LiveResultsStore reference;
    private final RandomWrites writes;
    private StoreWrite next;
    private long done;

    /**
     * Starts at the first write, with an empty reference.
     *
     * @param seed which stream
     */
    public WriteStream(long seed) {
        reference = InMemoryLiveResultsStore.with()
                .maxRowBytes(SETTINGS.maxRowBytes())
                .retention(SETTINGS.retention())
                .open();
        writes = new RandomWrites(new Random(seed));
        next = writes.next();
    }

    /**
     * How the store beside the reference is opened, so that both answer alike.
     *
     * @param durability what an acknowledged write survives
     * @return the settings
     */
    public static StoreSettings settings(Durability durability) {
        return SETTINGS.withDurability(durability);
    }

    /**
     * How far the reference is.
     *
     * @return how many writes it has seen
     */
    public long done() {
        return done;
    }

    /**
     * Makes the next write on the reference alone.
     *
     * @return its answer, or the class of its exception
     */
    public Object advance() {
        Object answer = attempt(reference);
        next = writes.next();
        done++;
        return answer;
    }

    /**
     * Makes the next write on a store, which stands where the reference does, and leaves the reference behind.
     *
     * @param store the store
     * @return its answer, or the class of its exception
     */
    public Object attempt(LiveResultsStore store) {
        Function<String, Position> stands = reference::position;
        try {
            return next.on(store, stands);
        } catch (AfterimageException e) {
            return e.getClass();
        }
    }

    /**
     * The write that comes next.
     *
     * @return the write
     */
    public StoreWrite next() {
        return next;
    }

    /**
     * What the reference says of all queries.
     *
     * @return the states, in the order of {@link RandomWrites#QUERIES}
     */
    public List<QueryState> states() {
        return statesOf(reference);
    }

    /**
     * What a store says of all queries.
     *
     * @param store the store
     * @return the states, in the order of {@link RandomWrites#QUERIES}
     */
    public static List<QueryState> statesOf(LiveResultsStore store) {
        return RandomWrites.QUERIES.stream().map(id -> QueryState.of(store, id)).toList();
    }

    @Override
    public String toString() {
        return "write " + done + ": " + next;
    }
}
