package io.afterimage.sqlite;

import io.afterimage.Durability;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The one connection that writes. Not thread-safe; one thread at a time. */
final class SqliteWriter {

    private final Connection connection;
    private final LogMark mark;
    private final Checkpoints checkpoints;
    private final long pageCacheBytes;
    private PreparedStatements prepared;
    private @Nullable WriteStatements statements;

    static SqliteWriter open(SqliteFile file, Durability durability, long cacheBytes) throws SQLException, IOException {
        Connection connection = SqliteConnections.openWriter(file, durability, cacheBytes);
        try {
            SqliteSchema.requireOurs(file, connection);
            LogMark mark = new LogMark(file, durability == Durability.POWER_LOSS);
            return new SqliteWriter(connection, mark, PageSeal.open(file), cacheBytes);
        } catch (SQLException | IOException | RuntimeException e) {
            SqliteConnections.closeAfter(e, connection);
            throw e;
        }
    }

    private SqliteWriter(Connection connection, LogMark mark, PageSeal seal, long pageCacheBytes) {
        this.connection = connection;
        this.mark = mark;
        this.checkpoints = new Checkpoints(connection, mark, seal);
        this.pageCacheBytes = pageCacheBytes;
        this.prepared = new PreparedStatements(connection);
    }

    /** The statements, prepared anew if some have failed. */
    WriteStatements statements() throws SQLException {
        WriteStatements current = statements;
        if (current == null) {
            current = new WriteStatements(prepared);
            statements = current;
        }
        return current;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Tells which rows exist. */
    void rowsPresent(int query, int epoch, long[] signatures, int count, boolean[] present) throws SQLException {
        try {
            statements().rowsPresent(query, epoch, signatures, count, present);
        } catch (SQLException e) {
            rollbackAfter(e);
            throw e;
        }
    }

    /**
     * Ends what has failed: its statements, and the transaction if SQLite has not ended it already. The next batch begins
     * with fresh statements.
     */
    void rollbackAfter(SQLException error) {
        prepared.closeAfter(error);
        prepared = new PreparedStatements(connection);
        statements = null;
        try {
            rollback();
        } catch (SQLException e) {
            error.addSuppressed(e);
        }
    }

    /** Ends a transaction that is not to be kept. There may be none. */
    void rollback() throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute("ROLLBACK");
        } catch (SQLException e) {
            if (e.getMessage() == null || !e.getMessage().contains("no transaction is active")) {
                throw e;
            }
        }
    }

    Connection connection() {
        return connection;
    }

    long pageCacheBytes() {
        return pageCacheBytes;
    }

    /**
     * Moves the whole log into the database file, as far as readers in other processes allow, and closes the connection
     * and with it all statements. To be called after all other connections of the store are closed.
     */
    void close() throws SQLException, IOException {
        try (connection;
                mark) {
            checkpoints.moveAll();
        }
        mark.remove();
    }
}
