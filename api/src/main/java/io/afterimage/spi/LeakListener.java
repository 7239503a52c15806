package io.afterimage.spi;

/** Who is told of snapshots that were never closed. Called from a thread of the store; must not block. Thread-safe. */
@FunctionalInterface
public interface LeakListener {

    /** Writes a warning to the {@link System.Logger} named {@code io.afterimage.leaks}. */
    LeakListener LOGGING = (queryId, openedAt) -> System.getLogger("io.afterimage.leaks")
            .log(
                    System.Logger.Level.WARNING,
                    "A snapshot was never closed. Query: " + queryId
                            + ". Next: close it, best with try-with-resources. It was opened here:",
                    openedAt);

    /**
     * A snapshot became unreachable without having been closed; the store has closed it.
     *
     * @param queryId the query it showed
     * @param openedAt the place that opened it, as a stack trace
     */
    void snapshotLeaked(String queryId, Throwable openedAt);
}
