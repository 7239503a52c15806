package io.afterimage.mirror.jdbc;

import io.afterimage.mirror.source.SourceContentException;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A value by which rows are ordered and found again: exact, with its type, in JSON too. Immutable.
 *
 * @param kind its type
 * @param text the value in the type's own words
 */
record KeyValue(Kind kind, String text) {

    /** What can stand in a key, with the name under which a cursor knows it. */
    enum Kind {
        NUMBER("n"),
        FLOAT("f"),
        TEXT("s"),
        UUID("u"),
        DATE("d"),
        LOCAL_TIME("l"),
        MOMENT("m");

        private final String tag;

        Kind(String tag) {
            this.tag = tag;
        }
    }

    /** Of a value as {@link Columns#value} gives it. */
    static KeyValue of(String column, Object value) {
        if (value instanceof BigDecimal number) {
            return new KeyValue(Kind.NUMBER, number.toPlainString());
        } else if (value instanceof Double number) {
            return new KeyValue(Kind.FLOAT, number.toString());
        } else if (value instanceof String text) {
            return new KeyValue(Kind.TEXT, text);
        } else if (value instanceof UUID uuid) {
            return new KeyValue(Kind.UUID, uuid.toString());
        } else if (value instanceof LocalDate date) {
            return new KeyValue(Kind.DATE, date.toString());
        } else if (value instanceof LocalDateTime time) {
            return new KeyValue(Kind.LOCAL_TIME, time.toString());
        } else if (value instanceof OffsetDateTime moment) {
            return new KeyValue(Kind.MOMENT, moment.toString());
        }
        throw new SourceContentException(
                "A column cannot order rows. Where: " + column + ". Expected: numbers, text, moments, and never null."
                        + " Found: " + value.getClass().getSimpleName() + ". Next: name another column.",
                null);
    }

    void bind(PreparedStatement statement, int index) throws SQLException {
        switch (kind) {
            case NUMBER -> bindNumber(statement, index, new BigDecimal(text));
            case FLOAT -> statement.setDouble(index, Double.parseDouble(text));
            case TEXT -> statement.setString(index, text);
            case UUID -> statement.setObject(index, UUID.fromString(text));
            case DATE -> statement.setObject(index, LocalDate.parse(text));
            case LOCAL_TIME -> statement.setObject(index, LocalDateTime.parse(text));
            case MOMENT -> statement.setObject(index, OffsetDateTime.parse(text));
        }
    }

    private static void bindNumber(PreparedStatement statement, int index, BigDecimal number) throws SQLException {
        boolean fits = number.scale() <= 0 && number.precision() <= 18;
        if (fits) {
            statement.setLong(index, number.longValueExact());
        } else {
            statement.setBigDecimal(index, number);
        }
    }

    /** The value that lies so much before it. */
    KeyValue minus(Overlap overlap) {
        if (kind == Kind.NUMBER && overlap.amount() != null) {
            return new KeyValue(
                    kind, new BigDecimal(text).subtract(overlap.amount()).toPlainString());
        }
        Duration duration = overlap.duration();
        if (kind == Kind.LOCAL_TIME && duration != null) {
            return new KeyValue(kind, LocalDateTime.parse(text).minus(duration).toString());
        }
        if (kind == Kind.MOMENT && duration != null) {
            return new KeyValue(kind, OffsetDateTime.parse(text).minus(duration).toString());
        }
        throw new SourceContentException(
                "The overlap does not fit the column that orders the rows. Expected: a number for numbers, a time for"
                        + " moments. Found: " + kind + ". Next: set an overlap of the other sort.",
                null);
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put(kind.tag, text);
    }

    static KeyValue ofJson(JsonNode json) {
        for (Kind kind : Kind.values()) {
            if (json.has(kind.tag)) {
                return new KeyValue(kind, json.path(kind.tag).stringValue());
            }
        }
        throw new IllegalArgumentException("no value of a known type");
    }
}
