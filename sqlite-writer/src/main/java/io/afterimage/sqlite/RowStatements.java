package io.afterimage.sqlite;

import io.afterimage.spi.Checksums;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows, and tells which exist. Writes are gathered, sorted by key, and executed as one JDBC batch of upserts and one
 * of deletions: neighbours share pages, and a batch costs half of what single executions do. Not thread-safe; one thread
 * at a time.
 */
final class RowStatements {

    private static final int MAX_PENDING_ROWS = 4_096;
    private static final int MAX_PENDING_BYTES = 4 << 20;

    private final PreparedStatement put;
    private final PreparedStatement delete;
    private final PreparedStatement exists;
    private final List<Write> pending = new ArrayList<>();
    private int pendingBytes;

    RowStatements(PreparedStatements statements) throws SQLException {
        put = statements.prepare("INSERT INTO rows (query, epoch, signature, checksum, data) VALUES (?, ?, ?, ?, ?) "
                + "ON CONFLICT (query, epoch, signature) "
                + "DO UPDATE SET checksum = excluded.checksum, data = excluded.data");
        delete = statements.prepare("DELETE FROM rows WHERE query = ? AND epoch = ? AND signature = ?");
        exists = statements.prepare("SELECT 1 FROM rows WHERE query = ? AND epoch = ? AND signature = ?");
    }

    /** A signature as the table holds it: signed, in unsigned order. Its own inverse. */
    static long stored(long rowSignature) {
        return rowSignature ^ Long.MIN_VALUE;
    }

    void put(int query, int epoch, long rowSignature, byte[] data) throws SQLException {
        pendingBytes += data.length;
        add(new Write(query, Integer.toUnsignedLong(epoch), stored(rowSignature), data));
    }

    void delete(int query, int epoch, long rowSignature) throws SQLException {
        add(new Write(query, Integer.toUnsignedLong(epoch), stored(rowSignature), null));
    }

    private void add(Write write) throws SQLException {
        pending.add(write);
        if (pending.size() >= MAX_PENDING_ROWS || pendingBytes >= MAX_PENDING_BYTES) {
            flush();
        }
    }

    boolean exists(int query, int epoch, long rowSignature) throws SQLException {
        bindKey(exists, new Write(query, Integer.toUnsignedLong(epoch), stored(rowSignature), null));
        try (ResultSet row = exists.executeQuery()) {
            return row.next();
        }
    }

    /** Executes what is pending; of several writes of one row the last. */
    void flush() throws SQLException {
        pending.sort(Write.BY_KEY); // stable, so that the last write of a row stays the last
        boolean puts = false;
        boolean deletes = false;
        for (int i = 0; i < pending.size(); i++) {
            Write write = pending.get(i);
            if (i + 1 < pending.size() && Write.BY_KEY.compare(write, pending.get(i + 1)) == 0) {
                continue;
            }
            byte[] data = write.data;
            if (data == null) {
                bindKey(delete, write);
                delete.addBatch();
                deletes = true;
            } else {
                bindRow(write, data);
                put.addBatch();
                puts = true;
            }
        }
        pending.clear();
        pendingBytes = 0;
        if (puts) {
            put.executeBatch();
        }
        if (deletes) {
            delete.executeBatch();
        }
    }

    /** Forgets what is pending. */
    void forget() throws SQLException {
        pending.clear();
        pendingBytes = 0;
        put.clearBatch();
        delete.clearBatch();
    }

    private void bindRow(Write write, byte[] data) throws SQLException {
        bindKey(put, write);
        put.setInt(4, Checksums.ofRow(write.query, (int) write.epoch, stored(write.signature), data, 0, data.length));
        put.setBytes(5, data);
    }

    private static void bindKey(PreparedStatement statement, Write write) throws SQLException {
        statement.setInt(1, write.query);
        statement.setLong(2, write.epoch);
        statement.setLong(3, write.signature);
    }

    /** An upsert, or a deletion where there are no bytes; its key as the table holds it. */
    private record Write(int query, long epoch, long signature, byte @Nullable [] data) {

        static final Comparator<Write> BY_KEY = (a, b) -> {
            int byQuery = Integer.compare(a.query, b.query);
            int byEpoch = byQuery != 0 ? byQuery : Long.compare(a.epoch, b.epoch);
            return byEpoch != 0 ? byEpoch : Long.compare(a.signature, b.signature);
        };
    }
}
