package io.afterimage.sqlite;

import io.afterimage.CorruptStoreException;
import io.afterimage.spi.Checksums;
import io.afterimage.spi.OutboxRecord;
import io.afterimage.spi.QueryRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection that reads, with its statements. Whatever it returns has passed its checksum, and what must be there is
 * there. Not thread-safe; one thread at a time.
 */
final class SqliteReader implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement end;
    private final PreparedStatement queryCount;
    private final PreparedStatement queries;
    private final PreparedStatement query;
    private final PreparedStatement row;
    private final PreparedStatement outbox;
    private final PreparedStatement sourcePositions;
    private final PreparedStatement sourceCount;

    SqliteReader(Connection connection) throws SQLException {
        this.connection = connection;
        begin = connection.prepareStatement("BEGIN DEFERRED");
        end = connection.prepareStatement("COMMIT");
        queryCount = connection.prepareStatement("SELECT query_count FROM store WHERE singleton = 1");
        queries = connection.prepareStatement(QueryRecords.SELECT + " ORDER BY number");
        query = connection.prepareStatement(QueryRecords.SELECT + " WHERE number = ?");
        row = connection.prepareStatement(
                "SELECT checksum, data FROM rows WHERE query = ? AND epoch = ? AND signature = ?");
        outbox = connection.prepareStatement("SELECT ordinal, previous_sequence, sequence, checksum, data FROM outbox "
                + "WHERE query = ? AND ordinal >= ? ORDER BY ordinal LIMIT ?");
        sourcePositions = connection.prepareStatement(
                "SELECT source_id, position, checksum FROM source_positions WHERE query = ? ORDER BY source_id");
        sourceCount = connection.prepareStatement("SELECT source_count FROM queries WHERE number = ?");
    }

    /** Starts to read at one moment, which is now: the transaction alone would wait for the first read. */
    void freeze() throws SQLException {
        begin.executeUpdate();
        queryCount();
    }

    void thaw() throws SQLException {
        end.executeUpdate();
    }

    /** All records; to be called between {@link #freeze} and {@link #thaw}. */
    List<QueryRecord> queries() throws SQLException {
        List<QueryRecord> records = new ArrayList<>();
        try (ResultSet rows = queries.executeQuery()) {
            while (rows.next()) {
                records.add(QueryRecords.read(rows));
            }
        }
        if (records.size() != queryCount()) {
            throw CorruptStoreException.ofStore(
                    "Records of queries are missing. Table: queries. Expected: " + queryCount() + " records. Found: "
                            + records.size() + ".",
                    null);
        }
        return records;
    }

    private long queryCount() throws SQLException {
        try (ResultSet rows = queryCount.executeQuery()) {
            if (!rows.next()) {
                throw CorruptStoreException.ofStore("The only row of the table store is missing.", null);
            }
            return rows.getLong(1);
        }
    }

    /** One record, read by its number. That it is absent is believed only after a look at all of them. */
    Optional<QueryRecord> query(int number) throws SQLException {
        query.setInt(1, number);
        try (ResultSet rows = query.executeQuery()) {
            if (rows.next()) {
                return Optional.of(QueryRecords.read(rows));
            }
        }
        return queries().stream().filter(record -> record.number() == number).findFirst();
    }

    Optional<byte[]> row(QueryRecord record, long rowSignature) throws SQLException {
        row.setInt(1, record.number());
        row.setLong(2, Integer.toUnsignedLong(record.rows().epoch()));
        row.setLong(3, RowStatements.stored(rowSignature));
        try (ResultSet rows = row.executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            byte @Nullable [] data = rows.getBytes(2);
            return Optional.of(checkedRow(record, rowSignature, rows.getInt(1), data));
        }
    }

    /** The bytes, once they are known to be the ones that were written. */
    static byte[] checkedRow(QueryRecord record, long rowSignature, int checksum, byte @Nullable [] data) {
        if (data == null) {
            throw CorruptStoreException.ofRow(record.queryId(), rowSignature, "Its bytes are missing.");
        }
        int found = Checksums.ofRow(record.number(), record.rows().epoch(), rowSignature, data, 0, data.length);
        if (found != checksum) {
            throw CorruptStoreException.ofRow(
                    record.queryId(),
                    rowSignature,
                    "Expected checksum: " + Integer.toHexString(checksum) + ". Found: " + Integer.toHexString(found)
                            + ".");
        }
        return data;
    }

    List<OutboxRecord> outbox(QueryRecord record, long fromOrdinal, int maxEntries) throws SQLException {
        outbox.setInt(1, record.number());
        outbox.setLong(2, fromOrdinal);
        outbox.setInt(3, maxEntries);
        List<OutboxRecord> entries = new ArrayList<>();
        try (ResultSet rows = outbox.executeQuery()) {
            while (rows.next()) {
                entries.add(outboxEntry(record, rows));
            }
        }
        return entries;
    }

    private static OutboxRecord outboxEntry(QueryRecord record, ResultSet rows) throws SQLException {
        long ordinal = rows.getLong(1);
        long previousSequence = rows.getLong(2);
        long sequence = rows.getLong(3);
        byte @Nullable [] data = rows.getBytes(5);
        if (data == null
                || rows.getInt(4)
                        != ValueKind.checksumOfOutbox(record.number(), ordinal, previousSequence, sequence, data)) {
            throw CorruptStoreException.ofQuery(
                    record.queryId(),
                    "An outbox entry does not match its checksum. Ordinal: " + ordinal + ". Sequence: " + sequence
                            + ".",
                    null);
        }
        return new OutboxRecord(ordinal, previousSequence, sequence, data);
    }

    Map<String, byte[]> sourcePositions(QueryRecord record) throws SQLException {
        Map<String, byte[]> positions = new LinkedHashMap<>();
        sourcePositions.setInt(1, record.number());
        try (ResultSet rows = sourcePositions.executeQuery()) {
            while (rows.next()) {
                addSourcePosition(record, rows, positions);
            }
        }
        long expected = sourceCount(record.number());
        if (positions.size() != expected) {
            throw CorruptStoreException.ofQuery(
                    record.queryId(),
                    "Source positions are missing. Expected: " + expected + ". Found: " + positions.size() + ".",
                    null);
        }
        return positions;
    }

    private static void addSourcePosition(QueryRecord record, ResultSet rows, Map<String, byte[]> positions)
            throws SQLException {
        String sourceId = rows.getString(1);
        byte @Nullable [] position = rows.getBytes(2);
        if (sourceId == null
                || position == null
                || rows.getInt(3) != ValueKind.checksumOfSourcePosition(record.number(), sourceId, position)) {
            throw CorruptStoreException.ofQuery(
                    record.queryId(), "A source position does not match its checksum. Source: " + sourceId + ".", null);
        }
        positions.put(sourceId, position);
    }

    private long sourceCount(int number) throws SQLException {
        sourceCount.setInt(1, number);
        try (ResultSet rows = sourceCount.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /** Prepares a walk over rows. */
    PreparedStatement rows(QueryRecord record, String columns, long fromSignature, long toSignature)
            throws SQLException {
        PreparedStatement walk = connection.prepareStatement("SELECT " + columns + " FROM rows INDEXED BY rows_by_key "
                + "WHERE query = ? AND epoch = ? AND signature >= ? AND signature <= ? ORDER BY signature");
        walk.setInt(1, record.number());
        walk.setLong(2, Integer.toUnsignedLong(record.rows().epoch()));
        walk.setLong(3, RowStatements.stored(fromSignature));
        walk.setLong(4, RowStatements.stored(toSignature));
        return walk;
    }

    /** Runs a statement that answers with lines of text. */
    List<String> lines(String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                lines.add(String.valueOf(rows.getString(1)));
            }
        }
        return lines;
    }

    Connection connection() {
        return connection;
    }

    /** Closes the connection, and with it all its statements. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
