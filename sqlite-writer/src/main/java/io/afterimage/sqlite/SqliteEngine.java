package io.afterimage.sqlite;

import io.afterimage.CorruptStoreException;
import io.afterimage.RefusedException;
import io.afterimage.StoreUnavailableException;
import io.afterimage.Verification;
import io.afterimage.spi.EngineBatch;
import io.afterimage.spi.EngineView;
import io.afterimage.spi.QueryRecord;
import io.afterimage.spi.StorageEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The four kinds of record in one SQLite file: one connection writes, others read, each view on a connection of its own.
 * Reads are thread-safe; writes come from one thread at a time.
 */
final class SqliteEngine implements StorageEngine {

    private final SqliteFile file;
    private final SqliteErrors errors;
    private final ReaderPool readers;
    private final CloseStack opened;
    private final @Nullable SqliteWriter writer;

    /** Takes over what was opened; there is no writer where the store is read-only. */
    SqliteEngine(SqliteFile file, CloseStack opened, ReaderPool readers, @Nullable SqliteWriter writer) {
        this.file = file;
        this.opened = opened;
        this.errors = new SqliteErrors(file);
        this.readers = readers;
        this.writer = writer;
    }

    @Override
    public List<QueryRecord> readQueries() {
        try (SqliteView view = SqliteView.open(readers, errors)) {
            return view.queries();
        }
    }

    @Override
    public EngineBatch newBatch() {
        return new SqliteBatch(writer(), errors);
    }

    @Override
    public EngineView openView() {
        return SqliteView.open(readers, errors);
    }

    @Override
    public Optional<byte[]> row(QueryRecord query, long rowSignature) {
        try {
            SqliteReader reader = readers.acquire();
            try {
                Optional<byte[]> row = reader.row(query, rowSignature);
                readers.release(reader);
                return row;
            } catch (SQLException | RuntimeException e) {
                readers.discard(reader);
                throw e;
            }
        } catch (SQLException e) {
            throw errors.translate("read a row", e);
        }
    }

    @Override
    public void rowsPresent(int query, int epoch, long[] signatures, int count, boolean[] present) {
        try {
            writer().rowsPresent(query, epoch, signatures, count, present);
        } catch (SQLException e) {
            throw errors.translate("look for rows", e);
        }
    }

    @Override
    public Path directoryAside() {
        return file.aside();
    }

    @Override
    public Verification check() {
        try (SqliteView view = SqliteView.open(readers, errors)) {
            return SqliteCheck.run(file, view, writer == null ? null : writer.checkpoints());
        } catch (CorruptStoreException e) {
            return new Verification(SqliteCheck.SUBJECT, List.of(), List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Moves the log into the file, so that it is whole without a log, and lets go of everything, in this order. */
    @Override
    public void close() {
        try {
            opened.close();
        } catch (SQLException e) {
            throw errors.translate("move the log into the file at close; it stays, and the next open recovers it", e);
        } catch (IOException e) {
            throw new StoreUnavailableException("A file of the store cannot be closed. Store: " + file + ".", e);
        }
    }

    private SqliteWriter writer() {
        if (writer == null) {
            throw new RefusedException(
                    "The store was opened read-only. Store: " + file + ". Next: open it for writing.");
        }
        return writer;
    }

    /** For tests that make SQLite fail. */
    Connection writerConnection() {
        return writer().connection();
    }

    SqliteFile file() {
        return file;
    }

    ReaderPool readers() {
        return readers;
    }

    /** Null where the store is read-only. */
    @Nullable
    Checkpoints checkpoints() {
        return writer == null ? null : writer.checkpoints();
    }

    /** What all page caches together may take now. */
    long pageCacheLimitBytes() {
        return readers.pageCacheLimitBytes() + (writer == null ? 0 : writer.pageCacheBytes());
    }
}
