package io.afterimage.spi;

import io.afterimage.RowMutation;
import io.afterimage.Verification;
import java.util.List;
import java.util.Optional;

/**
 * The part of a backend that touches its engine. It knows four kinds of record and nothing of the contract.
 *
 * <p>Writes come from one thread at a time (the store's write lock); reads from any number. The store closes every view
 * before it closes the engine.
 *
 * <p>Errors are leaves of {@link io.afterimage.AfterimageException}. Every stored value is checked by its checksum as it
 * is read; damage is {@link io.afterimage.CorruptStoreException}.
 */
public interface StorageEngine extends AutoCloseable {

    /**
     * Reads all query records, also those of dropped queries.
     *
     * @return the records in any order
     */
    List<QueryRecord> readQueries();

    /**
     * Starts an atomic batch. The store has at most one open.
     *
     * @return an empty batch, to be closed by the caller
     */
    EngineBatch newBatch();

    /**
     * Freezes the whole store at this moment for reading.
     *
     * @return a view, to be closed by the caller
     */
    EngineView openView();

    /**
     * Reads one row as of now.
     *
     * @param query the query's record, for its number, its epoch, and its name in errors
     * @param rowSignature the row
     * @return the row's bytes, empty if absent
     */
    Optional<byte[]> row(QueryRecord query, long rowSignature);

    /**
     * Tells which rows exist as of now. Called with the write lock held, never with an open batch.
     *
     * @param query the query's number
     * @param epoch the rows' epoch
     * @param signatures the rows asked for, in its first {@code count} places
     * @param count how many are asked for
     * @param present receives the answers, in the same places
     */
    void rowsPresent(int query, int epoch, long[] signatures, int count, boolean[] present);

    /**
     * A faster way than batches for many rows that nobody sees yet.
     *
     * @return the way, empty if the engine has none
     */
    default Optional<RowLoader> rowLoader() {
        return Optional.empty();
    }

    /** Writes rows under an epoch that no query shows. Thread-safe, and called beside a batch of another thread. */
    @FunctionalInterface
    interface RowLoader {

        /**
         * Writes rows outside of any batch. They are there when it returns, and survive whatever later commits survive;
         * after an error any part of them may be there, which the store deletes with the epoch. What was committed
         * before is then as durable as they are.
         *
         * @param query the query's number
         * @param epoch the rows' epoch, committed as given out
         * @param rows the rows in unsigned ascending order of signatures, each once; they replace what is there
         */
        void load(int query, int epoch, List<RowMutation.Upsert> rows);
    }

    /**
     * Checks what belongs to no query: files, pages, checksums, rows under unknown queries.
     *
     * @return what was checked and found; empty problems if all is well
     */
    Verification check();

    /** Closes the engine, making everything committed as durable as promised. Called once. */
    @Override
    void close();
}
