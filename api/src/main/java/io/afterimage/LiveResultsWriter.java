package io.afterimage;

import java.util.List;

/**
 * Keeps the current rows of live queries. Thread-safe.
 *
 * <p>A query comes into being with the first write to it. Reading a query that the store does not know is no error: it
 * has no rows. Every call may also throw {@link StoreClosedException}, {@link StoreUnavailableException} and
 * {@link CorruptStoreException}; every write may also throw {@link OutcomeUnknownException}, and {@link RefusedException}
 * on a store that was opened read-only.
 */
public interface LiveResultsWriter extends AutoCloseable {

    /**
     * Applies row changes in list order, all or nothing (C1, C2). The last one for a signature wins. An empty list
     * changes nothing and does not create the query. The position stays; a query that comes into being stands at sequence
     * 0 of its first life, or of the one after the last it had before a drop.
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes)
     * @param mutations the changes; neither the list nor the bytes may change during the call, and neither is kept
     * @throws RefusedException if the query id or a row is outside its limits; nothing is written
     */
    void applyMutations(String queryId, List<? extends RowMutation> mutations);

    /**
     * Freezes the query's rows at this moment for reading (C7). Costs the same whatever the number of rows.
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes)
     * @return a snapshot, to be closed by the caller; empty at {@link Position#NONE} for an unknown query
     */
    Snapshot readSnapshot(String queryId);

    /**
     * The exact number of rows (C8), without scanning.
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes)
     * @return the number, 0 for an unknown query
     */
    long rowCount(String queryId);

    /**
     * Removes all rows of the query and keeps its position, generation, outbox and source positions (C9). Costs the same
     * whatever the number of rows; space is reclaimed later.
     *
     * @param queryId the query (1 to 1,024 UTF-8 bytes); unknown is no error
     */
    void clear(String queryId);

    /**
     * Closes the store: refuses new calls, waits for those in flight, closes what is still open, makes everything
     * acknowledged as durable as promised. Idempotent; later calls on the store and on everything it opened throw
     * {@link StoreClosedException} (C19).
     */
    @Override
    void close();
}
