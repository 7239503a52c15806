package io.afterimage.tck.model;

import io.afterimage.Durability;
import io.afterimage.Retention;
import io.afterimage.spi.StoreSettings;
import java.util.List;

/**
 * What random writes are about. Immutable.
 *
 * @param queries the queries
 * @param weight how many times longer rows are than under a light load; more than 1 also makes replacements large
 */
public record WriteLoad(List<String> queries, int weight) {

    /** Three queries and short rows. */
    public static final WriteLoad LIGHT = new WriteLoad(RandomWrites.QUERIES, 1);

    /** So many that no store takes them in one piece. */
    static final int HEAVY_REPLACEMENT_ROWS = 6_000;

    private static final long MEMORY_BUDGET_BYTES = 16L << 20;
    private static final int KEPT_ENTRIES = 6;

    /** Takes a copy of the list. */
    public WriteLoad {
        queries = List.copyOf(queries);
    }

    /**
     * The longest row that is let pass.
     *
     * @return bytes
     */
    public int maxRowBytes() {
        return RandomWrites.MAX_ROW_BYTES * weight;
    }

    boolean isHeavy() {
        return weight > 1;
    }

    /**
     * How a store is opened for these writes.
     *
     * @param durability what an acknowledged write survives
     * @return the settings
     */
    public StoreSettings settings(Durability durability) {
        return StoreSettings.DEFAULT
                .withMemoryBudgetBytes(MEMORY_BUDGET_BYTES)
                .withMaxRowBytes(maxRowBytes())
                .withRetention(Retention.ofEntries(KEPT_ENTRIES))
                .withDurability(durability);
    }
}
