package io.afterimage.sqlite;

import io.afterimage.Durability;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The one connection that writes, with its statements. Not thread-safe; one thread at a time.
 *
 * <p>Rows and deletions are bound into JDBC batches of bounded size, which costs half of what single executions do.
 */
final class SqliteWriter implements AutoCloseable {

    /** How many rows a call deletes at most where it may be repeated. */
    static final int DELETE_AT_MOST = 4_096;

    private final Connection connection;
    private final LogMark mark;
    private final long pageCacheBytes;
    private final PreparedStatement begin;
    private final PreparedStatement beginRead;
    private final PreparedStatement commit;
    private final PreparedStatement rollback;
    private final RowStatements rows;
    private final PreparedStatement deleteEpochs;
    private final PreparedStatement insertOutbox;
    private final PreparedStatement deleteOutbox;
    private final PreparedStatement updateQuery;
    private final PreparedStatement insertQuery;
    private final PreparedStatement countQuery;
    private final SourcePositionStatements sourcePositions;
    private final Checkpoints checkpoints;

    static SqliteWriter open(SqliteFile file, Durability durability, long cacheBytes) throws SQLException {
        Connection connection = SqliteConnections.openWriter(file, durability, cacheBytes);
        try {
            SqliteSchema.requireOurs(file, connection);
            return new SqliteWriter(connection, new LogMark(file, durability == Durability.POWER_LOSS), cacheBytes);
        } catch (SQLException | RuntimeException e) {
            SqliteConnections.closeAfter(e, connection);
            throw e;
        }
    }

    private SqliteWriter(Connection connection, LogMark mark, long pageCacheBytes) throws SQLException {
        this.connection = connection;
        this.mark = mark;
        this.pageCacheBytes = pageCacheBytes;
        begin = connection.prepareStatement("BEGIN IMMEDIATE");
        beginRead = connection.prepareStatement("BEGIN DEFERRED");
        commit = connection.prepareStatement("COMMIT");
        rollback = connection.prepareStatement("ROLLBACK");
        rows = new RowStatements(connection);
        deleteEpochs = connection.prepareStatement("DELETE FROM rows WHERE rowid IN (SELECT rowid FROM rows "
                + "WHERE query = ? AND epoch >= ? AND epoch < ? LIMIT " + DELETE_AT_MOST + ")");
        insertOutbox = connection.prepareStatement("INSERT INTO outbox "
                + "(query, ordinal, previous_sequence, sequence, checksum, data) VALUES (?, ?, ?, ?, ?, ?)");
        deleteOutbox =
                connection.prepareStatement("DELETE FROM outbox WHERE query = ? AND ordinal >= ? AND ordinal < ?");
        updateQuery = connection.prepareStatement(QueryRecords.UPDATE);
        insertQuery = connection.prepareStatement(QueryRecords.INSERT);
        countQuery = connection.prepareStatement("UPDATE store SET query_count = query_count + 1");
        sourcePositions = new SourcePositionStatements(connection);
        checkpoints = new Checkpoints(connection, mark);
    }

    void begin() throws SQLException {
        begin.executeUpdate();
    }

    void commit() throws SQLException {
        commit.executeUpdate();
    }

    /** Ends a transaction that must not be kept; one that SQLite itself has ended already is fine too. */
    void rollback() throws SQLException {
        try {
            rollback.executeUpdate();
        } catch (SQLException e) {
            if (e.getMessage() == null || !e.getMessage().contains("no transaction is active")) {
                throw e;
            }
        }
    }

    RowStatements rows() {
        return rows;
    }

    SourcePositionStatements sourcePositions() {
        return sourcePositions;
    }

    Checkpoints checkpoints() {
        return checkpoints;
    }

    /** Tells which rows exist, in one transaction, which saves SQLite its locking per row. */
    void rowsPresent(int query, int epoch, long[] signatures, int count, boolean[] present) throws SQLException {
        beginRead.executeUpdate();
        try {
            for (int i = 0; i < count; i++) {
                present[i] = rows.exists(query, epoch, signatures[i]);
            }
        } finally {
            rollback();
        }
    }

    /** Returns true if none is left. */
    boolean deleteEpochs(int query, int fromEpoch, int toEpoch) throws SQLException {
        deleteEpochs.setInt(1, query);
        deleteEpochs.setLong(2, Integer.toUnsignedLong(fromEpoch));
        deleteEpochs.setLong(3, Integer.toUnsignedLong(toEpoch));
        return deleteEpochs.executeUpdate() < DELETE_AT_MOST;
    }

    void insertOutbox(int query, OutboxRecord entry) throws SQLException {
        insertOutbox.setInt(1, query);
        insertOutbox.setLong(2, entry.ordinal());
        insertOutbox.setLong(3, entry.previousSequence());
        insertOutbox.setLong(4, entry.sequence());
        insertOutbox.setInt(
                5,
                ValueKind.checksumOfOutbox(
                        query, entry.ordinal(), entry.previousSequence(), entry.sequence(), entry.data()));
        insertOutbox.setBytes(6, entry.data());
        insertOutbox.executeUpdate();
    }

    void deleteOutbox(int query, long fromOrdinal, long toOrdinal) throws SQLException {
        deleteOutbox.setInt(1, query);
        deleteOutbox.setLong(2, fromOrdinal);
        deleteOutbox.setLong(3, toOrdinal);
        deleteOutbox.executeUpdate();
    }

    void putQuery(QueryRecord record) throws SQLException {
        QueryRecords.bind(updateQuery, record);
        if (updateQuery.executeUpdate() == 0) {
            QueryRecords.bind(insertQuery, record);
            insertQuery.executeUpdate();
            countQuery.executeUpdate();
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
    @Override
    public void close() throws SQLException, IOException {
        mark.close();
        try (Connection closing = connection;
                Statement sql = closing.createStatement()) {
            sql.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        mark.remove();
    }
}
