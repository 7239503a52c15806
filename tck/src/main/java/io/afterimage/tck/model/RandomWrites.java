package io.afterimage.tck.model;

import io.afterimage.Row;
import io.afterimage.RowMutation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Writes on a few queries and a small space of signatures with the edges among them, so that everything happens to every
 * row. The same random numbers give the same writes.
 */
public final class RandomWrites {

    /** The queries, two of them easily mistaken for each other. */
    public static final List<String> QUERIES = List.of("a", "a\0", "ab");

    /** The longest row that is let pass under a light load; one byte more is written now and then. */
    public static final int MAX_ROW_BYTES = 300;

    private static final long[] EDGES = {0, 1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, -1};

    private final Random random;
    private final WriteLoad load;

    /**
     * Starts with these random numbers.
     *
     * @param random where they come from
     */
    public RandomWrites(Random random) {
        this(random, WriteLoad.LIGHT);
    }

    /**
     * Starts with these random numbers.
     *
     * @param random where they come from
     * @param load which queries, and how much is written at once
     */
    public RandomWrites(Random random, WriteLoad load) {
        this.random = random;
        this.load = load;
    }

    /**
     * Draws a write.
     *
     * @return the write
     */
    public StoreWrite next() {
        int dice = random.nextInt(100);
        if (dice < 35) {
            return new StoreWrite.Commit(emissions(1));
        } else if (dice < 60) {
            return new StoreWrite.Apply(query(), mutations());
        } else if (dice < 76) {
            return new StoreWrite.Commit(emissions(2 + random.nextInt(4)));
        } else if (dice < 82) {
            return new StoreWrite.Clear(query());
        } else if (dice < 87) {
            return new StoreWrite.Reset(query(), configHash(), random.nextInt(4));
        } else if (dice < 95) {
            return replace();
        }
        return new StoreWrite.Drop(query());
    }

    /**
     * Draws a query.
     *
     * @return one of those of the load
     */
    public String query() {
        return load.queries().get(random.nextInt(load.queries().size()));
    }

    /**
     * Draws a signature.
     *
     * @return an edge of the u64 space, or one of sixty in between
     */
    public long signature() {
        return random.nextInt(3) == 0
                ? EDGES[random.nextInt(EDGES.length)]
                : (random.nextInt(60) - 30) * 0x0123_4567_89AB_CDEFL;
    }

    private StoreWrite replace() {
        long life = List.of(-Long.MAX_VALUE, 0L, 0L, 0L, -1L, 2L).get(random.nextInt(6));
        List<Row> rows = new ArrayList<>();
        for (int left = replacementRows(); left > 0; left--) {
            rows.add(new Row(signature(), data()));
        }
        return new StoreWrite.Replace(query(), life, random.nextInt(5) - 1L, configHash(), rows, sources());
    }

    private List<StoreWrite.Emission> emissions(int count) {
        List<StoreWrite.Emission> emissions = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            emissions.add(emission());
        }
        return emissions;
    }

    private StoreWrite.Emission emission() {
        boolean regular = random.nextInt(10) > 0;
        return new StoreWrite.Emission(
                query(),
                regular ? 1 : random.nextInt(6) - 2,
                random.nextInt(4) == 0,
                mutations(),
                entry(),
                random.nextInt(3) == 0 ? OptionalLong.of(1 + random.nextInt(5)) : OptionalLong.empty(),
                sources(),
                random.nextInt(8) == 0 ? configHash() : 0);
    }

    private Map<String, byte[]> sources() {
        return random.nextInt(4) == 0 ? Map.of("source-" + random.nextInt(3), data(20)) : Map.of();
    }

    private byte @Nullable [] entry() {
        return random.nextInt(5) == 0 ? null : data();
    }

    private long configHash() {
        return List.of(0L, 0L, 5L, -5L).get(random.nextInt(4));
    }

    private List<RowMutation> mutations() {
        List<RowMutation> mutations = new ArrayList<>();
        for (int left = sizeOf(random.nextInt(6), 200); left > 0; left--) {
            mutations.add(
                    random.nextInt(3) > 0 ? RowMutation.upsert(signature(), data()) : RowMutation.delete(signature()));
        }
        return mutations;
    }

    /** Under a heavy load often so many that they are sorted in files and loaded as such. */
    private int replacementRows() {
        int usual = random.nextInt(30);
        return load.isHeavy() && random.nextInt(5) == 0 ? WriteLoad.HEAVY_REPLACEMENT_ROWS : sizeOf(usual, 500);
    }

    /** Mostly a small number, now and then a large one. */
    private int sizeOf(int usual, int large) {
        return random.nextInt(25) == 0 ? large : usual;
    }

    private byte[] data() {
        return switch (random.nextInt(400)) {
            case 0 -> data(load.maxRowBytes() + 1);
            case 1, 2, 3 -> data(load.maxRowBytes());
            default -> data(random.nextInt(40 * load.weight()));
        };
    }

    private byte[] data(int length) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        return data;
    }
}
