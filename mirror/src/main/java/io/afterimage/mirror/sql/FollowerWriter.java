package io.afterimage.mirror.sql;

import io.afterimage.mirror.CursorInfo;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaOp;
import io.afterimage.mirror.EventRead;
import io.afterimage.mirror.MirrorEvent;
import io.afterimage.mirror.MirroredRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The follower's own connection: it writes the tables and their standing in transactions that the caller commits. Not
 * thread-safe; one thread at a time.
 */
final class FollowerWriter implements AutoCloseable {

    /** Of one width, so that the order of the text is the order of time. */
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

    /**
     * Whose mirror the tables show, and up to which event.
     *
     * @param life the mirror's life, 0 = nothing followed yet
     * @param position the number of the last event that is in the tables
     */
    record Standing(long life, long position) {}

    private record RecordKey(String resource, String recordId) {}

    private final Connection connection;
    private final List<PreparedStatement> statements = new ArrayList<>();
    private final PreparedStatement putEvent;
    private final PreparedStatement putRecord;
    private final PreparedStatement removeRecord;
    private final PreparedStatement putResource;
    private final PreparedStatement putCursor;
    private final PreparedStatement dropEvents;
    private final PreparedStatement stand;

    private FollowerWriter(Connection connection) throws SQLException {
        this.connection = connection;
        putEvent = prepare("INSERT INTO mirror_events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        putRecord = prepare(
                "INSERT INTO mirror_records VALUES (?, ?, ?, ?, ?, ?, ?) "
                        + "ON CONFLICT (resource, record_id) DO UPDATE SET payload = excluded.payload, source = excluded.source, "
                        + "last_synced_at = excluded.last_synced_at, confidence = excluded.confidence, version = excluded.version");
        removeRecord = prepare("DELETE FROM mirror_records WHERE resource = ? AND record_id = ?");
        putResource = prepare("INSERT INTO mirror_resources VALUES (?, ?) ON CONFLICT (name) DO NOTHING");
        putCursor = prepare(
                "INSERT INTO mirror_cursors VALUES (?, ?, ?, ?) "
                        + "ON CONFLICT (source, resource) DO UPDATE SET cursor = excluded.cursor, updated_at = excluded.updated_at");
        dropEvents = prepare("DELETE FROM mirror_events WHERE seq < ?");
        stand = prepare("UPDATE " + FollowerSchema.STANDING + " SET life = ?, position = ?");
    }

    /** Takes over the connection, also when it fails. */
    static FollowerWriter over(Connection connection) throws SQLException {
        try {
            connection.setAutoCommit(false);
            return new FollowerWriter(connection);
        } catch (SQLException e) {
            FollowerFile.closeAfter(e, connection);
            throw e;
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statements.add(statement);
        return statement;
    }

    /** Where the file stands, as committed. */
    Standing standing() throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("SELECT life, position FROM " + FollowerSchema.STANDING)) {
            if (!row.next()) {
                throw new SQLException("The table " + FollowerSchema.STANDING + " is empty.");
            }
            return new Standing(row.getLong(1), row.getLong(2));
        } finally {
            connection.rollback();
        }
    }

    /** Removes everything, as the first step of a rebuild. */
    void clear() throws SQLException {
        try (Statement sql = connection.createStatement()) {
            for (String table : FollowerSchema.TABLES) {
                sql.execute("DELETE FROM " + table);
            }
        }
    }

    /** Writes what happened to the mirror between two positions. */
    void follow(EventRead.Page page) throws SQLException {
        for (Map.Entry<String, Instant> resource : page.registered().entrySet()) {
            put(resource.getKey(), resource.getValue());
        }
        put(page.events());
        putRecords(page.events());
        for (CursorInfo cursor : page.cursors()) {
            put(cursor);
        }
    }

    /** The last word on a record is all that counts. */
    private void putRecords(List<MirrorEvent> events) throws SQLException {
        Map<RecordKey, Optional<MirroredRecord>> last = new LinkedHashMap<>();
        for (MirrorEvent event : events) {
            if (event.applied()) {
                last.put(new RecordKey(event.delta().resource(), event.delta().recordId()), event.record());
            }
        }
        for (Map.Entry<RecordKey, Optional<MirroredRecord>> entry : last.entrySet()) {
            if (entry.getValue().isPresent()) {
                add(entry.getValue().get());
            } else {
                removeRecord.setString(1, entry.getKey().resource());
                removeRecord.setString(2, entry.getKey().recordId());
                removeRecord.addBatch();
            }
        }
        putRecord.executeBatch();
        removeRecord.executeBatch();
    }

    /** Writes records that come one after the other. */
    void put(Iterable<MirroredRecord> records) throws SQLException {
        for (MirroredRecord record : records) {
            add(record);
        }
        putRecord.executeBatch();
    }

    private void add(MirroredRecord record) throws SQLException {
        putRecord.setString(1, record.resource());
        putRecord.setString(2, record.recordId());
        putRecord.setString(3, record.payload().toString());
        putRecord.setString(4, record.source());
        putRecord.setString(5, MOMENT.format(record.lastSyncedAt()));
        putRecord.setDouble(6, record.confidence());
        putRecord.setLong(7, record.version());
        putRecord.addBatch();
    }

    void put(List<MirrorEvent> events) throws SQLException {
        for (MirrorEvent event : events) {
            Delta delta = event.delta();
            putEvent.setLong(1, event.sequence());
            putEvent.setString(2, delta.resource());
            putEvent.setString(3, delta.recordId());
            putEvent.setString(4, delta.op().label());
            putEvent.setString(
                    5, delta.op() == DeltaOp.DELETE ? null : delta.payload().toString());
            putEvent.setString(6, delta.source());
            putEvent.setDouble(7, delta.confidence());
            putEvent.setString(8, MOMENT.format(delta.occurredAt()));
            putEvent.setString(9, MOMENT.format(event.appliedAt()));
            putEvent.setInt(10, event.applied() ? 1 : 0);
            putEvent.setString(11, event.decision());
            putEvent.addBatch();
        }
        putEvent.executeBatch();
    }

    void put(String resource, Instant registeredAt) throws SQLException {
        putResource.setString(1, resource);
        putResource.setString(2, MOMENT.format(registeredAt));
        putResource.executeUpdate();
    }

    void put(CursorInfo cursor) throws SQLException {
        putCursor.setString(1, cursor.source());
        putCursor.setString(2, cursor.resource());
        putCursor.setString(3, cursor.cursor());
        putCursor.setString(4, MOMENT.format(cursor.updatedAt()));
        putCursor.executeUpdate();
    }

    /** Drops the events before a number. */
    void dropEventsBefore(long sequence) throws SQLException {
        dropEvents.setLong(1, sequence);
        dropEvents.executeUpdate();
    }

    /** Ends the transaction: tables and standing move together. */
    void commitAt(Standing standing) throws SQLException {
        stand.setLong(1, standing.life());
        stand.setLong(2, standing.position());
        stand.executeUpdate();
        connection.commit();
    }

    void rollback() throws SQLException {
        for (PreparedStatement statement : statements) {
            statement.clearBatch();
        }
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
