package io.afterimage.mirror.jdbc;

import io.afterimage.mirror.source.SourceContentException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;

/**
 * Turns what a driver gives into few types, and those into JSON, exactly; the table is in
 * {@code docs/formats/mirror-sources.md}. A type that has no exact JSON form is an error that names the column.
 */
final class Columns {

    static final JsonMapper JSON = JsonMapper.builder()
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ZoneId zone;

    /**
     * Reads columns.
     *
     * @param zone where moments without a zone are meant
     */
    Columns(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * The value of a column as Boolean, BigDecimal, Double, String, byte[], UUID, LocalDate, LocalTime, OffsetTime,
     * LocalDateTime, OffsetDateTime or Object[]; null for null.
     */
    @Nullable
    Object value(ResultSet row, int index) throws SQLException {
        Object value = row.getObject(index);
        if (value instanceof Timestamp) {
            // never by way of the JVM's zone, in which some moments do not exist
            Class<?> type = hasZone(row.getMetaData(), index) ? OffsetDateTime.class : LocalDateTime.class;
            return row.getObject(index, type);
        } else if (value instanceof Date) {
            return row.getObject(index, LocalDate.class);
        } else if (value instanceof Time) {
            return row.getObject(index, LocalTime.class);
        }
        return value == null ? null : plain(value, row.getMetaData(), index);
    }

    private static boolean hasZone(ResultSetMetaData columns, int index) throws SQLException {
        String type = columns.getColumnTypeName(index).toLowerCase(Locale.ROOT);
        return type.equals("timestamptz") || type.contains("with time zone");
    }

    private static Object plain(Object value, ResultSetMetaData columns, int index) throws SQLException {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long) {
            return BigDecimal.valueOf(((Number) value).longValue());
        } else if (value instanceof BigInteger number) {
            return new BigDecimal(number);
        } else if (value instanceof Float number) {
            return Double.valueOf(number.toString()); // the digits it is written with, not those of its binary value
        } else if (value instanceof Clob clob) {
            return clob.getSubString(1, (int) clob.length());
        } else if (value instanceof Blob blob) {
            return blob.getBytes(1, (int) blob.length());
        } else if (value instanceof SQLXML xml) {
            return xml.getString();
        } else if (value instanceof Array array) {
            return array.getArray();
        } else if (isKnown(value)) {
            return value;
        }
        throw new SourceContentException(
                "A column has a type without an exact form in JSON. Where: " + columns.getColumnLabel(index)
                        + ". Found: " + columns.getColumnTypeName(index)
                        + ". Next: name the columns to be read, without"
                        + " this one.",
                null);
    }

    private static boolean isKnown(Object value) {
        return value instanceof Boolean
                || value instanceof BigDecimal
                || value instanceof Double
                || value instanceof String
                || value instanceof byte[]
                || value instanceof UUID
                || value instanceof LocalDate
                || value instanceof LocalTime
                || value instanceof OffsetTime
                || value instanceof LocalDateTime
                || value instanceof OffsetDateTime;
    }

    /** The JSON of a value. */
    JsonNode json(@Nullable Object value) {
        if (value == null) {
            return NullNode.getInstance();
        } else if (value instanceof Boolean truth) {
            return JSON.getNodeFactory().booleanNode(truth);
        } else if (value instanceof BigDecimal number) {
            return number.scale() <= 0
                    ? JSON.getNodeFactory().numberNode(number.toBigIntegerExact())
                    : JSON.getNodeFactory().numberNode(number);
        } else if (value instanceof Double number) {
            return Double.isFinite(number)
                    ? JSON.getNodeFactory().numberNode(number)
                    : JSON.getNodeFactory().stringNode(number.toString());
        } else if (value instanceof byte[] bytes) {
            return JSON.getNodeFactory().stringNode(HexFormat.of().formatHex(bytes));
        } else if (value instanceof LocalDateTime || value instanceof OffsetDateTime) {
            return JSON.getNodeFactory().stringNode(moment(value).toString());
        } else if (value instanceof Object[] elements) {
            ArrayNode array = JSON.createArrayNode();
            for (Object element : elements) {
                array.add(json(element(element)));
            }
            return array;
        }
        return JSON.getNodeFactory().stringNode(value.toString());
    }

    /** Elements of arrays come without their columns' types. */
    private static @Nullable Object element(@Nullable Object element) {
        if (element instanceof Byte
                || element instanceof Short
                || element instanceof Integer
                || element instanceof Long) {
            return BigDecimal.valueOf(((Number) element).longValue());
        } else if (element instanceof Timestamp time) {
            return time.toLocalDateTime();
        }
        return element;
    }

    /** The moment that a date or time means. */
    Instant moment(Object value) {
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant();
        } else if (value instanceof LocalDateTime local) {
            return local.atZone(zone).toInstant();
        }
        return ((LocalDate) value).atStartOfDay(zone).toInstant();
    }
}
