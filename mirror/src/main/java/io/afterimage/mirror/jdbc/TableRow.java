package io.afterimage.mirror.jdbc;

import io.afterimage.RefusedException;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaOp;
import io.afterimage.mirror.source.SourceContentException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row that was read. Immutable.
 *
 * @param values its columns' values, by name
 */
record TableRow(Map<String, @Nullable Object> values) {

    /** The row a result stands at. */
    static TableRow read(ResultSet result, Columns columns) throws SQLException {
        ResultSetMetaData names = result.getMetaData();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 1; i <= names.getColumnCount(); i++) {
            values.put(names.getColumnLabel(i), columns.value(result, i));
        }
        return new TableRow(values);
    }

    List<KeyValue> place(List<String> order) {
        List<KeyValue> place = new ArrayList<>(order.size());
        for (String column : order) {
            Object value = values.get(column);
            if (value == null) {
                throw new SourceContentException(
                        "A column that orders rows is null, or was not read. Where: " + column
                                + ". Expected: a value in every row. Next: name another column, or fill it.",
                        null);
            }
            place.add(KeyValue.of(column, value));
        }
        return place;
    }

    /** The key's text, or a JSON array of the texts and numbers of its columns. */
    static String recordId(List<KeyValue> key) {
        if (key.size() == 1) {
            return key.get(0).text();
        }
        ArrayNode parts = Columns.JSON.createArrayNode();
        for (KeyValue part : key) {
            if (part.kind() == KeyValue.Kind.NUMBER) {
                parts.add(new BigDecimal(part.text()));
            } else {
                parts.add(part.text());
            }
        }
        return Columns.JSON.writeValueAsString(parts);
    }

    boolean isDeleted(@Nullable String column) {
        Object value = column == null ? null : values.get(column);
        boolean zero = value instanceof BigDecimal number && number.signum() == 0;
        return value != null && !zero && !value.equals(false) && !value.equals("");
    }

    /**
     * The delta.
     *
     * @param stamp when it happened, if no column says so
     */
    Delta delta(JdbcReading reading, Instant stamp) {
        boolean deleted = isDeleted(reading.deleted());
        String recordId = recordId(place(reading.key()));
        try {
            return new Delta(
                    reading.resource(),
                    recordId,
                    deleted ? DeltaOp.DELETE : DeltaOp.UPSERT,
                    deleted ? NullNode.getInstance() : payload(reading),
                    reading.occurredAt() == null ? stamp : moment(reading.occurredAt(), reading.columns()),
                    reading.provenance());
        } catch (RefusedException e) {
            throw new SourceContentException(
                    "A row cannot be used. Where: " + reading.table() + ", record " + recordId + ". " + e.getMessage(),
                    e);
        }
    }

    private ObjectNode payload(JdbcReading reading) {
        ObjectNode payload = Columns.JSON.createObjectNode();
        List<String> wanted = reading.payload().isEmpty() ? List.copyOf(values.keySet()) : reading.payload();
        wanted.forEach(column -> payload.set(column, reading.columns().json(values.get(column))));
        return payload;
    }

    private Instant moment(String column, Columns columns) {
        Object value = values.get(column);
        if (value instanceof OffsetDateTime || value instanceof LocalDateTime || value instanceof LocalDate) {
            return columns.moment(value);
        }
        try {
            if (value instanceof String text) {
                return parsed(text, columns);
            }
        } catch (DateTimeException e) {
            throw noMoment(column, "text of another form", e);
        }
        throw noMoment(column, value == null ? "null" : value.getClass().getSimpleName(), null);
    }

    /** RFC 3339, or as SQLite writes it. */
    private static Instant parsed(String text, Columns columns) {
        String iso = text.replace(' ', 'T');
        boolean hasZone = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
        return hasZone ? OffsetDateTime.parse(iso).toInstant() : columns.moment(LocalDateTime.parse(iso));
    }

    private static SourceContentException noMoment(String column, String found, @Nullable Exception cause) {
        return new SourceContentException(
                "A column does not say when. Where: " + column + ". Expected: a timestamp, a date, or text such as"
                        + " 2026-01-31 12:00:00. Found: " + found + ". Next: name another column.",
                cause);
    }
}
