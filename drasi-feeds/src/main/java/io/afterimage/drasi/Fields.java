package io.afterimage.drasi;

import io.afterimage.QueryId;
import io.afterimage.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The members of a known object, read by type. A member that is null counts as absent. Immutable. */
final class Fields {

    private final String object;
    private final Map<String, RawJson> members;

    private Fields(String object, Map<String, RawJson> members) {
        this.object = object;
        this.members = members;
    }

    /** Takes an object apart; the name is for messages. */
    static Fields of(String object, RawJson value) {
        if (!value.isObject()) {
            throw wrong(object, "an object", value);
        }
        return new Fields(object, value.members());
    }

    boolean has(String name) {
        return get(name) != null;
    }

    /** A member of any type. */
    @Nullable
    RawJson get(String name) {
        RawJson value = members.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** The first member that is there under one of several spellings. */
    @Nullable
    RawJson get(String name, String otherSpelling) {
        RawJson value = get(name);
        return value == null ? get(otherSpelling) : value;
    }

    /** A member that must be there. */
    RawJson require(String name) {
        RawJson value = get(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    String requireText(String name) {
        return text(name, require(name));
    }

    /** The query's id under either spelling, or else the one that is meant where a line has none. */
    String queryId(@Nullable String otherwise) {
        RawJson value = get("query_id", "queryId");
        String id = value == null ? otherwise : text("query id", value);
        if (id == null) {
            throw new UnusableLineException("It names no query. Expected: query_id or queryId in the " + object
                    + ". Next: say with --query which query it belongs to.");
        }
        try {
            return QueryId.check(id);
        } catch (RefusedException e) {
            throw new UnusableLineException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The sequence, 0 where there is none. */
    long sequenceOrNone() {
        RawJson value = get("sequence");
        if (value == null) {
            return 0;
        }
        long sequence = integer("sequence", value);
        if (sequence < 0) {
            throw wrong("sequence", "1 or more", value);
        }
        return sequence;
    }

    /** The sequence, which must be there. */
    long sequence() {
        long sequence = sequenceOrNone();
        if (sequence == 0) {
            throw new UnusableLineException("It carries no sequence. Expected: a member sequence of 1 or more in the "
                    + object + ". Found: " + (has("sequence") ? "0" : "none")
                    + ". Next: take the emissions from a channel that numbers them.");
        }
        return sequence;
    }

    /** A whole number that fits 64 bits; null where there is none. */
    @Nullable
    Long integer(String name) {
        RawJson value = get(name);
        return value == null ? null : (Long) integer(name, value);
    }

    /** The signature of a row as an unsigned number; null where there is none, or 0. */
    @Nullable
    Long rowSignature() {
        RawJson value = get("row_signature", "rowSignature");
        if (value == null) {
            return null;
        }
        String digits = value.isNumber() ? value.text() : "";
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong("row_signature", "a whole number from 0 to 18446744073709551615", value);
        }
        try {
            long signature = Long.parseUnsignedLong(digits);
            return signature == 0 ? null : (Long) signature;
        } catch (NumberFormatException e) {
            throw wrong("row_signature", "a whole number from 0 to 18446744073709551615", value);
        }
    }

    /** The columns a row is grouped by, under either spelling; null where the line does not say. */
    @Nullable
    List<String> groupingKeys() {
        RawJson value = get("grouping_keys", "groupingKeys");
        if (value == null) {
            return null;
        }
        List<String> columns = new ArrayList<>();
        for (RawJson column : elements("grouping_keys", value, element -> true)) {
            columns.add(text("grouping_keys", column));
        }
        return List.copyOf(columns);
    }

    /** The elements of an array, none where it is absent; nulls among them are refused. */
    List<RawJson> elements(String name) {
        RawJson value = get(name);
        return value == null ? List.of() : elements(name, value, element -> !element.isNull());
    }

    private static List<RawJson> elements(String name, RawJson value, Predicate<RawJson> legal) {
        if (!value.isArray()) {
            throw wrong(name, "an array", value);
        }
        List<RawJson> elements = value.elements();
        for (RawJson element : elements) {
            if (!legal.test(element)) {
                throw wrong(name, "a row in each place", element);
            }
        }
        return elements;
    }

    UnusableLineException missing(String name) {
        return new UnusableLineException("A member is missing. Where: " + object + ". Expected: " + name + ". Found: "
                + (members.isEmpty() ? "no member" : String.join(", ", members.keySet())) + ".");
    }

    private static String text(String name, RawJson value) {
        if (!value.isString()) {
            throw wrong(name, "a string", value);
        }
        return value.text();
    }

    private static long integer(String name, RawJson value) {
        try {
            return Long.parseLong(value.isNumber() ? value.text() : "");
        } catch (NumberFormatException e) {
            throw wrong(name, "a whole number of 64 bits", value);
        }
    }

    static UnusableLineException wrong(String where, String expected, RawJson found) {
        return new UnusableLineException(
                "A value has the wrong type. Where: " + where + ". Expected: " + expected + ". Found: " + found + ".");
    }
}
