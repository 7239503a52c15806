package io.afterimage;

/**
 * How much of a query's outbox is kept. Immutable.
 *
 * @param maxEntries the number of newest entries to keep (1 or more)
 */
public record Retention(long maxEntries) {

    /** What a store keeps unless it is told otherwise: the newest 1,000 entries, Drasi's own default. */
    public static final Retention DEFAULT = new Retention(1_000);

    /** Checks the range. */
    public Retention {
        if (maxEntries < 1) {
            throw new RefusedException(
                    "The retention keeps no entry. Expected: 1 or more entries. Found: " + maxEntries + ".");
        }
    }

    /**
     * Keeps the newest entries.
     *
     * @param maxEntries how many (1 or more)
     * @return the retention
     */
    public static Retention ofEntries(long maxEntries) {
        return new Retention(maxEntries);
    }
}
