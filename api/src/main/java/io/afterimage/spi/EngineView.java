package io.afterimage.spi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole store at one moment. Calls may come from several threads; the engine takes turns where it must. The store
 * closes every scan before it closes the view, and calls nothing after that.
 */
public interface EngineView extends AutoCloseable {

    /**
     * Reads a query's record.
     *
     * @param number the query's number
     * @return the record, empty if it did not exist at that moment
     */
    Optional<QueryRecord> query(int number);

    /**
     * Opens a walk over rows in unsigned ascending signature order.
     *
     * @param query the query's record, for its number, its epoch, and its name in errors
     * @param fromSignature the first signature, unsigned
     * @param toSignature the last signature, unsigned, inclusive
     * @return a scan before the first row, to be closed by the caller
     */
    RowScan rows(QueryRecord query, long fromSignature, long toSignature);

    /**
     * Opens a walk over signatures alone, in unsigned ascending order.
     *
     * @param query the query's record
     * @param fromSignature the first signature, unsigned
     * @param toSignature the last signature, unsigned, inclusive
     * @return a scan before the first signature, to be closed by the caller
     */
    SignatureScan signatures(QueryRecord query, long fromSignature, long toSignature);

    /**
     * Reads outbox entries in ascending order of their ordinals.
     *
     * @param query the query's record, for its number and its name in errors
     * @param fromOrdinal the first ordinal
     * @param maxEntries how many at most
     * @return the entries that are there
     */
    List<OutboxRecord> outbox(QueryRecord query, long fromOrdinal, int maxEntries);

    /**
     * Reads all source positions of a query.
     *
     * @param query the query's record, for its number and its name in errors
     * @return positions by source id
     */
    Map<String, byte[]> sourcePositions(QueryRecord query);

    /** Ends the view. Called once. */
    @Override
    void close();

    /** A walk over rows. One thread at a time. */
    interface RowScan extends AutoCloseable {

        /**
         * Reads the next rows into a chunk, each checked by its checksum.
         *
         * @param chunk cleared and filled until it is full or the range ends; left empty at the end
         * @throws io.afterimage.CorruptStoreException if a row is damaged
         */
        void fill(RowChunk chunk);

        /** Ends the walk. Called once. */
        @Override
        void close();
    }

    /** A walk over signatures. One thread at a time. */
    interface SignatureScan extends AutoCloseable {

        /**
         * Reads the next signatures.
         *
         * @param signatures receives them from place 0 on
         * @return how many were read; less than the array's length only at the end
         */
        int fill(long[] signatures);

        /** Ends the walk. Called once. */
        @Override
        void close();
    }
}
