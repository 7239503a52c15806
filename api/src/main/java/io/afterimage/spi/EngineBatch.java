package io.afterimage.spi;

/**
 * Writes that become visible and durable together or not at all. Operations apply in order. One thread at a time.
 *
 * <p>Arrays that are passed in are not kept beyond the call of {@link #commit} and not changed.
 */
public interface EngineBatch extends AutoCloseable {

    /**
     * Inserts or replaces a row.
     *
     * @param query the query's number
     * @param epoch the rows' epoch
     * @param rowSignature the row
     * @param data its bytes
     */
    void putRow(int query, int epoch, long rowSignature, byte[] data);

    /**
     * Deletes a row, present or not.
     *
     * @param query the query's number
     * @param epoch the rows' epoch
     * @param rowSignature the row
     */
    void deleteRow(int query, int epoch, long rowSignature);

    /**
     * Deletes all rows of some epochs, or a bounded part of them where the engine pays per row.
     *
     * @param query the query's number
     * @param fromEpoch the first epoch, unsigned
     * @param toEpoch the epoch after the last one, unsigned
     * @return true if this batch deletes all of them, false if the call must be repeated in a later batch
     */
    boolean deleteEpochs(int query, int fromEpoch, int toEpoch);

    /**
     * Adds an outbox entry.
     *
     * @param query the query's number
     * @param entry the entry; its ordinal is new
     */
    void putOutbox(int query, OutboxRecord entry);

    /**
     * Deletes outbox entries, or a bounded first part of them where the engine pays per entry. Up to 64 entries are
     * always deleted whole.
     *
     * @param query the query's number
     * @param fromOrdinal the first ordinal
     * @param toOrdinal the ordinal after the last one
     * @return the ordinal after the last one that this batch deletes
     */
    long deleteOutbox(int query, long fromOrdinal, long toOrdinal);

    /**
     * Inserts or replaces a query's record.
     *
     * @param record the record
     */
    void putQuery(QueryRecord record);

    /**
     * Inserts or replaces a source position.
     *
     * @param query the query's number
     * @param sourceId the source
     * @param position its opaque position
     */
    void putSourcePosition(int query, String sourceId, byte[] position);

    /**
     * Deletes all source positions of a query.
     *
     * @param query the query's number
     */
    void deleteSourcePositions(int query);

    /**
     * Commits with the durability of the store.
     *
     * @throws io.afterimage.StoreUnavailableException if it failed and nothing was written; the next batch may succeed
     * @throws io.afterimage.OutcomeUnknownException if it failed and the outcome is unknown
     */
    void commit();

    /** Ends the batch; forgets what was not committed. Idempotent. */
    @Override
    void close();
}
