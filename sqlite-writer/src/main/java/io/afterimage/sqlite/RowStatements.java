package io.afterimage.sqlite;

import io.afterimage.spi.Checksums;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Writes rows, and tells which exist. Not thread-safe; one thread at a time. */
final class RowStatements {

    private static final int MAX_PENDING_ROWS = 1_000;
    private static final int MAX_PENDING_BYTES = 4 << 20;

    private final PreparedStatement put;
    private final PreparedStatement delete;
    private final PreparedStatement exists;
    private int pendingPuts;
    private int pendingBytes;
    private int pendingDeletes;

    RowStatements(Connection connection) throws SQLException {
        put = connection.prepareStatement(
                "INSERT INTO rows (query, epoch, signature, checksum, data) VALUES (?, ?, ?, ?, ?) "
                        + "ON CONFLICT (query, epoch, signature) "
                        + "DO UPDATE SET checksum = excluded.checksum, data = excluded.data");
        delete = connection.prepareStatement("DELETE FROM rows WHERE query = ? AND epoch = ? AND signature = ?");
        exists = connection.prepareStatement("SELECT 1 FROM rows WHERE query = ? AND epoch = ? AND signature = ?");
    }

    /** A signature as the table holds it: signed, in unsigned order. Its own inverse. */
    static long stored(long rowSignature) {
        return rowSignature ^ Long.MIN_VALUE;
    }

    void put(int query, int epoch, long rowSignature, byte[] data) throws SQLException {
        flushDeletes();
        bindKey(put, query, epoch, rowSignature);
        put.setInt(4, Checksums.ofRow(query, epoch, rowSignature, data, 0, data.length));
        put.setBytes(5, data);
        put.addBatch();
        pendingBytes += data.length;
        if (++pendingPuts >= MAX_PENDING_ROWS || pendingBytes >= MAX_PENDING_BYTES) {
            flushPuts();
        }
    }

    void delete(int query, int epoch, long rowSignature) throws SQLException {
        flushPuts();
        bindKey(delete, query, epoch, rowSignature);
        delete.addBatch();
        if (++pendingDeletes >= MAX_PENDING_ROWS) {
            flushDeletes();
        }
    }

    boolean exists(int query, int epoch, long rowSignature) throws SQLException {
        bindKey(exists, query, epoch, rowSignature);
        try (ResultSet row = exists.executeQuery()) {
            return row.next();
        }
    }

    /** Executes what is pending. */
    void flush() throws SQLException {
        flushPuts();
        flushDeletes();
    }

    /** Forgets what is pending. */
    void forget() throws SQLException {
        pendingPuts = 0;
        pendingBytes = 0;
        pendingDeletes = 0;
        put.clearBatch();
        delete.clearBatch();
    }

    private void flushPuts() throws SQLException {
        if (pendingPuts > 0) {
            pendingPuts = 0;
            pendingBytes = 0;
            put.executeBatch();
        }
    }

    private void flushDeletes() throws SQLException {
        if (pendingDeletes > 0) {
            pendingDeletes = 0;
            delete.executeBatch();
        }
    }

    private static void bindKey(PreparedStatement statement, int query, int epoch, long rowSignature)
            throws SQLException {
        statement.setInt(1, query);
        statement.setLong(2, Integer.toUnsignedLong(epoch));
        statement.setLong(3, stored(rowSignature));
    }
}
