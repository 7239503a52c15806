package io.afterimage.sqlite;

import io.afterimage.Durability;
import io.afterimage.RefusedException;
import io.afterimage.StoreUnavailableException;
import io.afterimage.spi.StoreLock;
import io.afterimage.spi.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * How a store is opened: the file is looked at before anything is touched, then locked, then created if it is missing,
 * then opened, then checked to be what it should be. Whatever was opened before a failure is closed again.
 */
final class SqliteOpening {

    /** SQLite's limit of 1,000,000,000 bytes for a record, less room for the other columns. */
    static final int MAX_ROW_BYTES = 999_999_000;

    private final SqliteFile file;
    private final StoreSettings settings;
    private final SqliteErrors errors;

    private SqliteOpening(SqliteFile file, StoreSettings settings) {
        this.file = file;
        this.settings = settings;
        this.errors = new SqliteErrors(file);
    }

    static SqliteEngine open(Path path, StoreSettings settings) {
        SqliteOpening opening = new SqliteOpening(SqliteFile.at(path), settings);
        opening.requireFitting();
        return settings.access() == StoreSettings.Access.READ_ONLY ? opening.openReadOnly() : opening.openForWriting();
    }

    private void requireFitting() {
        if (settings.durability() == Durability.NOTHING) {
            throw new RefusedException(
                    "A store in a file is durable. Expected: durability POWER_LOSS or PROCESS_CRASH. "
                            + "Found: NOTHING. Next: use InMemoryLiveResultsStore for rows in memory only.");
        }
        if (settings.maxRowBytes() > MAX_ROW_BYTES) {
            throw new RefusedException("A setting is outside the limits of SQLite. Setting: maximum row size in bytes. "
                    + "Expected: at most " + MAX_ROW_BYTES + ". Found: " + settings.maxRowBytes() + ".");
        }
    }

    private SqliteEngine openReadOnly() {
        if (!SqliteHeader.isStore(file)) {
            throw new RefusedException(
                    "There is no store to read. Expected: an Afterimage store. Found: no file, or an "
                            + "empty one, at " + file + ". Next: open it for writing once, or name another file.");
        }
        return openEngine(null);
    }

    private SqliteEngine openForWriting() {
        SqliteHeader.isStore(file); // looks before anything is created, also the lock
        createDirectory();
        StoreLock lock = StoreLock.acquire(file.lock(), file.toString());
        try {
            if (!SqliteHeader.isStore(file)) {
                SqliteCreation.create(file, errors);
            }
            return openEngine(lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private SqliteEngine openEngine(@Nullable StoreLock lock) {
        ReaderPool readers = new ReaderPool(file, settings.memoryBudgetBytes() / 2 / ReaderPool.IDLE_AT_MOST);
        try {
            if (lock == null) {
                requireOurs(readers);
                return new SqliteEngine(file, readers, null, null);
            }
            long cacheBytes = settings.memoryBudgetBytes() / 2;
            Connection connection = SqliteConnections.openWriter(file, settings.durability(), cacheBytes);
            try {
                requireOurs(connection);
                return new SqliteEngine(file, readers, new SqliteWriter(connection, cacheBytes), lock);
            } catch (SQLException | RuntimeException e) {
                SqliteConnections.closeAfter(e, connection);
                throw e;
            }
        } catch (SQLException e) {
            throw errors.translate("open the store", e);
        }
    }

    private void requireOurs(ReaderPool readers) throws SQLException {
        SqliteReader reader = readers.acquire();
        try {
            requireOurs(reader.connection());
            readers.release(reader);
        } catch (SQLException | RuntimeException e) {
            readers.discard(reader);
            throw e;
        }
    }

    private void requireOurs(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet version = sql.executeQuery("PRAGMA user_version")) {
            version.next();
            SqliteHeader.requireKnownFormat(file, version.getInt(1));
        }
        SqliteSchema.requireExpected(file, connection);
    }

    private void createDirectory() {
        Path directory = file.database().getParent();
        try {
            if (directory != null) {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "The directory of the store cannot be created. Directory: " + directory + ".", e);
        }
    }
}
