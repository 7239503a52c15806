package io.afterimage.sqlite;

import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What a batch executes. Not thread-safe; one thread at a time. */
final class WriteStatements {

    /** How many rows a call deletes at most where it may be repeated. */
    static final int DELETE_AT_MOST = 4_096;

    private final PreparedStatement begin;
    private final PreparedStatement beginRead;
    private final PreparedStatement commit;
    private final RowStatements rows;
    private final PreparedStatement deleteEpochs;
    private final PreparedStatement insertOutbox;
    private final PreparedStatement deleteOutbox;
    private final PreparedStatement updateQuery;
    private final PreparedStatement insertQuery;
    private final PreparedStatement countQuery;
    private final SourcePositionStatements sourcePositions;

    WriteStatements(PreparedStatements statements) throws SQLException {
        begin = statements.prepare("BEGIN IMMEDIATE");
        beginRead = statements.prepare("BEGIN DEFERRED");
        commit = statements.prepare("COMMIT");
        rows = new RowStatements(statements);
        deleteEpochs = statements.prepare("DELETE FROM rows WHERE rowid IN (SELECT rowid FROM rows "
                + "WHERE query = ? AND epoch >= ? AND epoch < ? LIMIT " + DELETE_AT_MOST + ")");
        insertOutbox = statements.prepare("INSERT INTO outbox "
                + "(query, ordinal, previous_sequence, sequence, checksum, data) VALUES (?, ?, ?, ?, ?, ?)");
        deleteOutbox = statements.prepare("DELETE FROM outbox WHERE query = ? AND ordinal >= ? AND ordinal < ?");
        updateQuery = statements.prepare(QueryRecords.UPDATE);
        insertQuery = statements.prepare(QueryRecords.INSERT);
        countQuery = statements.prepare("UPDATE store SET query_count = query_count + 1");
        sourcePositions = new SourcePositionStatements(statements);
    }

    void begin() throws SQLException {
        begin.executeUpdate();
    }

    void commit() throws SQLException {
        commit.executeUpdate();
    }

    RowStatements rows() {
        return rows;
    }

    SourcePositionStatements sourcePositions() {
        return sourcePositions;
    }

    /** Tells which rows exist, in one transaction, which saves SQLite its locking per row. */
    void rowsPresent(int query, int epoch, long[] signatures, int count, boolean[] present) throws SQLException {
        beginRead.executeUpdate();
        for (int i = 0; i < count; i++) {
            present[i] = rows.exists(query, epoch, signatures[i]);
        }
        commit.executeUpdate();
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
}
