package io.afterimage.sqlite;

import io.afterimage.Durability;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * Opens connections, all with the same care: no file is ever created by opening, none can be attached, no extension
 * loaded, no function reached from a view that the file brings along, and cells are checked as pages come in.
 */
final class SqliteConnections {

    private static final int BUSY_TIMEOUT_MS = 2_000;

    private SqliteConnections() {}

    /** The connection that writes. Checkpoints are the store's business, so SQLite's own are off. */
    static Connection openWriter(SqliteFile file, Durability durability, long cacheBytes) throws SQLException {
        SQLiteConfig config = config(cacheBytes);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        Connection connection = open(file, config);
        try (Statement sql = connection.createStatement()) {
            sql.execute("PRAGMA journal_mode = WAL");
            sql.execute("PRAGMA synchronous = " + (durability == Durability.POWER_LOSS ? "FULL" : "NORMAL"));
            sql.execute("PRAGMA wal_autocheckpoint = 0");
            sql.execute("PRAGMA journal_size_limit = " + Checkpoints.LOG_BYTES);
        } catch (SQLException e) {
            closeAfter(e, connection);
            throw e;
        }
        return connection;
    }

    /** A connection that reads. */
    static Connection openReader(SqliteFile file, long cacheBytes) throws SQLException {
        SQLiteConfig config = config(cacheBytes);
        config.setReadOnly(true);
        return open(file, config);
    }

    /** A connection that makes a new file: with a rollback journal, so that the file is whole without a log. */
    static Connection openCreator(SqliteFile file) throws SQLException {
        SQLiteConfig config = config(1 << 20);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        return open(file, config);
    }

    private static SQLiteConfig config(long cacheBytes) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setCacheSize((int) -Math.min(cacheBytes >> 10, Integer.MAX_VALUE));
        config.setGetGeneratedKeys(false);
        config.enableLoadExtension(false);
        config.setPragma(SQLiteConfig.Pragma.LIMIT_ATTACHED, "0");
        return config;
    }

    private static Connection open(SqliteFile file, SQLiteConfig config) throws SQLException {
        NativeLibrary.load();
        Connection connection = config.createConnection(file.url());
        try (Statement sql = connection.createStatement()) {
            sql.execute("PRAGMA trusted_schema = OFF");
            sql.execute("PRAGMA cell_size_check = ON");
            sql.execute("PRAGMA mmap_size = 0");
        } catch (SQLException e) {
            closeAfter(e, connection);
            throw e;
        }
        return connection;
    }

    /** Closes a connection on the way out of an error. */
    static void closeAfter(Exception error, Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            error.addSuppressed(e);
        }
    }
}
