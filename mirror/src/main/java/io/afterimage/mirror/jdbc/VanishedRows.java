package io.afterimage.mirror.jdbc;

import io.afterimage.mirror.Delta;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.MirroredRecord;
import io.afterimage.mirror.RecordPage;
import io.afterimage.mirror.source.MirrorComparison;
import io.afterimage.mirror.source.Pulled;
import io.afterimage.mirror.source.SourceContentException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Deletes what the table no longer has: it walks over the mirror's records, page by page, and asks the table for the rows of
 * each page by their keys. Nothing is remembered between two pages, so that neither the size of the table nor a restart
 * matters. Not thread-safe; one thread at a time.
 */
final class VanishedRows {

    private static final int RECORDS_PER_PULL = 200;

    private final JdbcReading reading;
    private final MirrorStore mirror;
    private final MirrorComparison comparison;

    VanishedRows(JdbcReading reading, MirrorStore mirror) {
        this.reading = reading;
        this.mirror = mirror;
        comparison = new MirrorComparison(mirror, reading.time());
    }

    boolean isDue(JdbcCursor cursor) {
        Instant before = cursor.probedAt();
        Duration every = Objects.requireNonNull(reading.probeEvery());
        return before == null || !reading.time().now().isBefore(before.plus(every));
    }

    /** Looks until something is gone, or to the end: pages without news are no reason to store a cursor. */
    Pulled pull(Connection connection, TableSql sql, JdbcCursor cursor) throws SQLException, InterruptedException {
        for (String token = Objects.requireNonNull(cursor.probe()); ; ) {
            RecordPage page = page(token);
            List<Delta> gone = gone(connection, sql, page);
            if (page.next().isEmpty()) {
                return Pulled.last(gone, ended(cursor).toText());
            }
            token = page.next().get();
            if (!gone.isEmpty()) {
                return Pulled.more(gone, cursor.probing(token).toText());
            }
        }
    }

    private RecordPage page(String token) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return token.isEmpty()
                ? mirror.records(reading.resource(), RECORDS_PER_PULL)
                : mirror.records(reading.resource(), token, RECORDS_PER_PULL);
    }

    private List<Delta> gone(Connection connection, TableSql sql, RecordPage page) throws SQLException {
        List<MirroredRecord> ours = page.records().stream()
                .filter(record -> record.source().equals(reading.provenance().source()))
                .toList();
        Set<String> there = ours.isEmpty() ? Set.of() : stillThere(connection, sql, ours);
        return ours.stream()
                .filter(record -> !there.contains(record.recordId()))
                .map(record -> comparison.vanished(record, reading.provenance()))
                .toList();
    }

    /** Only a search that rests has to know when it last ended; else the cursor of an idle table would never stand still. */
    private JdbcCursor ended(JdbcCursor cursor) {
        return Duration.ZERO.equals(reading.probeEvery())
                ? cursor.resting()
                : cursor.probed(reading.time().now());
    }

    private Set<String> stillThere(Connection connection, TableSql sql, List<MirroredRecord> records)
            throws SQLException {
        List<KeyValue.Kind> kinds = kinds(connection, sql);
        List<List<KeyValue>> keys = new ArrayList<>();
        for (MirroredRecord record : records) {
            key(record.recordId(), kinds).ifPresent(keys::add);
        }
        Set<String> there = new HashSet<>();
        if (keys.isEmpty()) {
            return there;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.probe(keys.size()))) {
            statement.setQueryTimeout(reading.queryTimeoutSeconds());
            int index = 1;
            for (List<KeyValue> key : keys) {
                for (KeyValue part : key) {
                    part.bind(statement, index++);
                }
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    there.add(TableRow.recordId(
                            TableRow.read(result, reading.columns()).place(reading.key())));
                }
            }
        }
        return there;
    }

    private static List<KeyValue.Kind> kinds(Connection connection, TableSql sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.keyTypes());
                ResultSet none = statement.executeQuery()) {
            ResultSetMetaData columns = none.getMetaData();
            List<KeyValue.Kind> kinds = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                kinds.add(kind(columns, i));
            }
            return kinds;
        }
    }

    private static KeyValue.Kind kind(ResultSetMetaData columns, int index) throws SQLException {
        boolean uuid = columns.getColumnTypeName(index).toLowerCase(Locale.ROOT).equals("uuid");
        return switch (columns.getColumnType(index)) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL ->
                KeyValue.Kind.NUMBER;
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB -> KeyValue.Kind.TEXT;
            default -> {
                if (!uuid) {
                    throw new SourceContentException(
                            "Rows cannot be asked for by this key. Where: " + columns.getColumnLabel(index)
                                    + ". Expected: numbers, text or UUIDs. Found: " + columns.getColumnTypeName(index)
                                    + ". Next: use a column that says what is deleted.",
                            null);
                }
                yield KeyValue.Kind.UUID;
            }
        };
    }

    /** The key of a record; empty if it can be none of this table, whose row then is not there. */
    private static Optional<List<KeyValue>> key(String recordId, List<KeyValue.Kind> kinds) {
        try {
            List<String> parts = kinds.size() == 1 ? List.of(recordId) : parts(recordId);
            if (parts.size() != kinds.size()) {
                return Optional.empty();
            }
            List<KeyValue> key = new ArrayList<>();
            for (int i = 0; i < kinds.size(); i++) {
                key.add(new KeyValue(kinds.get(i), checked(kinds.get(i), parts.get(i))));
            }
            return Optional.of(key);
        } catch (JacksonException | IllegalArgumentException notOfThisTable) {
            return Optional.empty();
        }
    }

    private static List<String> parts(String recordId) {
        List<String> parts = new ArrayList<>();
        for (JsonNode part : Columns.JSON.readTree(recordId)) {
            @Nullable String text = part.asString(null);
            parts.add(text == null ? "" : text);
        }
        return parts;
    }

    private static String checked(KeyValue.Kind kind, String text) {
        return switch (kind) {
            case NUMBER -> new BigDecimal(text).toPlainString();
            case UUID -> UUID.fromString(text).toString();
            default -> text;
        };
    }
}
