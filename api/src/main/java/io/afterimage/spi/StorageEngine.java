package io.afterimage.spi;

import io.afterimage.Verification;
import java.nio.file.Path;
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
     * Where rows may be put aside while they are sorted: a directory on the disk of the store, created when it is needed.
     * Files in it are gone with the process, where the file system allows that.
     *
     * @return the directory; that of temporary files unless the engine has a better one
     */
    default Path directoryAside() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /**
     * Starts a faster way than batches for many rows that nobody sees yet.
     *
     * @param query the query's number
     * @param epoch the rows' epoch, committed as given out, without a row in it
     * @return the way, to be closed by the caller; empty if the engine has none
     */
    default Optional<RowLoader> rowLoader(int query, int epoch) {
        return Optional.empty();
    }

    /**
     * Writes rows under one epoch that no query shows, outside of any batch. Thread-safe, and called beside a batch of
     * another thread.
     */
    interface RowLoader extends AutoCloseable {

        /**
         * Takes some rows. Other calls, before, after and beside this one, bring the rows of other ranges of signatures.
         *
         * @param rows a walk before its first row
         */
        void write(RowWalk rows);

        /**
         * Makes all rows that were taken be there. They survive whatever later commits survive; after an error any part of
         * them may be there, which the store deletes with the epoch. What was committed before is then as durable as they
         * are. Called once, after every {@link #write}.
         */
        void finish();

        /** Forgets what was taken and not finished, maybe after the engine was closed. Called once. */
        @Override
        void close();
    }

    /**
     * Gives the space of deleted epochs back where that is faster than waiting for the engine to do so. Their deletion is
     * committed, nobody begins to read them any more, and they are never given out again. Called outside of any batch, and
     * beside a batch of another thread.
     *
     * @param query the query's number
     * @param fromEpoch the first epoch, unsigned
     * @param toEpoch the epoch after the last one, unsigned
     */
    default void freeEpochs(int query, int fromEpoch, int toEpoch) {}

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
