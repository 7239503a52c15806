package io.afterimage.drasi;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The canonical encoding of what tells a row apart: the values of its key columns, or all of it. Equal values have equal
 * encodings however they are written (30, 30.0 and 3e1; member order; escapes), and different values different ones. The
 * format is pinned in {@code docs/formats/rows.md}.
 */
final class KeyEncoding {

    private static final int MAX_NUMBER_LENGTH = 1_000;

    private final ByteArrayOutputStream encoding = new ByteArrayOutputStream();

    private KeyEncoding() {}

    /** The canonical encoding of the values of some columns. */
    static byte[] ofColumns(RawJson row, List<String> columns) {
        if (!row.isObject()) {
            throw Fields.wrong("row", "an object, for its key columns", row);
        }
        Map<String, RawJson> members = row.members(columns::contains);
        KeyEncoding key = new KeyEncoding();
        key.putInt(columns.size());
        for (String column : columns) {
            key.put(column, value(members, column, row));
        }
        return key.encoding.toByteArray();
    }

    /** The canonical encoding of a whole row, which may be any JSON value. */
    static byte[] ofFullRow(RawJson row) {
        KeyEncoding key = new KeyEncoding();
        key.put("(full row)", row);
        return key.encoding.toByteArray();
    }

    private static RawJson value(Map<String, RawJson> members, String column, RawJson row) {
        RawJson value = members.get(column);
        if (value == null) {
            throw new UnusableLineException("A row lacks a key column. Column: " + column + ". Found: " + row
                    + ". Next: name key columns that every row has.");
        }
        return value;
    }

    private void put(String column, RawJson value) {
        if (value.isNull()) {
            encoding.write(0);
        } else if (value.isNumber()) {
            encoding.write(3);
            putBytes(number(column, value).getBytes(StandardCharsets.US_ASCII));
        } else if (value.isString()) {
            encoding.write(4);
            putText(column, value.text());
        } else if (value.isArray()) {
            encoding.write(5);
            putElements(column, value.elements());
        } else if (value.isObject()) {
            encoding.write(6);
            putMembers(column, value.members());
        } else {
            encoding.write(value.isTrue() ? 2 : 1);
        }
    }

    private void putElements(String column, List<RawJson> elements) {
        putInt(elements.size());
        for (RawJson element : elements) {
            put(column, element);
        }
    }

    private void putMembers(String column, Map<String, RawJson> members) {
        putInt(members.size());
        for (Map.Entry<String, RawJson> member : new TreeMap<>(members).entrySet()) {
            putText(column, member.getKey());
            put(column, member.getValue());
        }
    }

    /** Digits without trailing zeros, then the power of ten: 30, 30.0 and 3e1 are 3e1. */
    private static String number(String column, RawJson value) {
        String text = value.text();
        try {
            if (text.length() <= MAX_NUMBER_LENGTH) {
                BigDecimal number = new BigDecimal(text).stripTrailingZeros();
                return number.signum() == 0 ? "0e0" : number.unscaledValue() + "e" + -(long) number.scale();
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new UnusableLineException(unusable(column, value), e);
        }
        throw new UnusableLineException(unusable(column, value));
    }

    private static String unusable(String column, RawJson value) {
        return "A number is too long or too large for a key. Column: " + column + ". Expected: up to "
                + MAX_NUMBER_LENGTH + " characters, an exponent of 32 bits. Found: " + value + ".";
    }

    private void putText(String column, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new UnusableLineException(
                    "A key holds an unpaired surrogate. Column: " + column + ". Expected: well-formed Unicode.");
        }
        putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void putBytes(byte[] bytes) {
        putInt(bytes.length);
        encoding.writeBytes(bytes);
    }

    private void putInt(int value) {
        encoding.write(value >>> 24);
        encoding.write(value >>> 16);
        encoding.write(value >>> 8);
        encoding.write(value);
    }
}
