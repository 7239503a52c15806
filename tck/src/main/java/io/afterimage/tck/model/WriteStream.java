package io.afterimage.tck.model;

import io.afterimage.AfterimageException;
import io.afterimage.Durability;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.spi.StoreSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * The endless stream of writes that one process makes and another knows: the same for the same seed, each write told
 * relative to where the reference, the store in memory, stands after those before it. Not thread-safe; one thread at a time.
 */
public final class WriteStream {

    private final long seed;
    private final WriteLoad load;
    private final LiveResultsStore reference;
    private final RandomWrites writes;
    private final Map<Long, Integer> skipped = new HashMap<>(); // how many, by the writes done before
    private final Map<Long, Integer> toSkip = new HashMap<>();
    private StoreWrite next;
    private long done;

    /**
     * Starts at the first write, with an empty reference.
     *
     * @param seed which stream
     */
    public WriteStream(long seed) {
        this(seed, WriteLoad.LIGHT);
    }

    /**
     * Starts at the first write, with an empty reference.
     *
     * @param seed which stream
     * @param load which queries, and how much is written at once
     */
    public WriteStream(long seed, WriteLoad load) {
        this.seed = seed;
        this.load = load;
        StoreSettings settings = load.settings(Durability.NOTHING);
        reference = InMemoryLiveResultsStore.with()
                .maxRowBytes(settings.maxRowBytes())
                .retention(settings.retention())
                .open();
        writes = new RandomWrites(new Random(seed), load);
        next = writes.next();
    }

    /**
     * How the store beside the reference of a light load is opened, so that both answer alike.
     *
     * @param durability what an acknowledged write survives
     * @return the settings
     */
    public static StoreSettings settings(Durability durability) {
        return WriteLoad.LIGHT.settings(durability);
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
        skipAgain();
        return answer;
    }

    /** Leaves the next write out, on the reference too. */
    public void skip() {
        skipped.merge(done, 1, Integer::sum);
        next = writes.next();
    }

    /**
     * The same stream from its start, without the writes that this one has left out.
     *
     * @return another stream, at its first write
     */
    public WriteStream again() {
        WriteStream again = new WriteStream(seed, load);
        again.toSkip.putAll(skipped);
        again.skipAgain();
        return again;
    }

    private void skipAgain() {
        for (int left = toSkip.getOrDefault(done, 0); left > 0; left--) {
            skip();
        }
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
     * @return the states, in the order of the load's queries
     */
    public List<QueryState> states() {
        return statesIn(reference);
    }

    /**
     * What a store says of all queries of this stream.
     *
     * @param store the store
     * @return the states, in the order of the load's queries
     */
    public List<QueryState> statesIn(LiveResultsStore store) {
        return statesOf(store, load.queries());
    }

    /**
     * What a store says of all queries of a light load.
     *
     * @param store the store
     * @return the states, in the order of {@link RandomWrites#QUERIES}
     */
    public static List<QueryState> statesOf(LiveResultsStore store) {
        return statesOf(store, RandomWrites.QUERIES);
    }

    private static List<QueryState> statesOf(LiveResultsStore store, List<String> queries) {
        return queries.stream().map(id -> QueryState.of(store, id)).toList();
    }

    /**
     * What the writes are about.
     *
     * @return the load
     */
    public WriteLoad load() {
        return load;
    }

    @Override
    public String toString() {
        return "write " + done + ": " + next;
    }
}
