package io.afterimage.mirror.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The queries to a table. Names are quoted, values are always parameters. Immutable.
 *
 * @param quote what the database quotes names with
 * @param table the table's name, in parts
 * @param order the columns that order the rows
 * @param key those of them that tell rows apart
 */
record TableSql(String quote, List<String> table, List<String> order, List<String> key) {

    private String quoted(String name) {
        return quote + name.replace(quote, quote + quote) + quote;
    }

    private String quoted(List<String> names, String between) {
        return names.stream().map(this::quoted).collect(Collectors.joining(between));
    }

    private String select(List<String> columns) {
        return "SELECT " + (columns.isEmpty() ? "*" : quoted(columns, ", ")) + " FROM " + quoted(table, ".");
    }

    /** All rows in order, those behind a place if there is one: {@link #placeParameters} says with which parameters. */
    String walk(List<String> columns, boolean behindPlace) {
        return select(columns) + (behindPlace ? " WHERE " + behind() : "") + " ORDER BY " + quoted(order, ", ");
    }

    /** All rows in order whose first ordering column is at least a value. */
    String walkFrom(List<String> columns) {
        return select(columns) + " WHERE " + quoted(order.get(0)) + " >= ? ORDER BY " + quoted(order, ", ");
    }

    /** {@code a >= ? AND (a > ? OR a = ? AND b > ? OR a = ? AND b = ? AND c > ?)}: the first part is for the index. */
    private String behind() {
        List<String> ways = new ArrayList<>();
        for (int last = 0; last < order.size(); last++) {
            List<String> parts = new ArrayList<>();
            for (String equal : order.subList(0, last)) {
                parts.add(quoted(equal) + " = ?");
            }
            parts.add(quoted(order.get(last)) + " > ?");
            ways.add(String.join(" AND ", parts));
        }
        return quoted(order.get(0)) + " >= ? AND (" + String.join(" OR ", ways) + ")";
    }

    static List<KeyValue> placeParameters(List<KeyValue> place) {
        List<KeyValue> parameters = new ArrayList<>();
        parameters.add(place.get(0));
        for (int last = 0; last < place.size(); last++) {
            parameters.addAll(place.subList(0, last + 1));
        }
        return parameters;
    }

    /** A row that the walk would pass by, because nothing is greater or less than null. */
    String withoutPlace() {
        return select(key) + " WHERE "
                + order.stream().map(column -> quoted(column) + " IS NULL").collect(Collectors.joining(" OR "));
    }

    /** The keys of those rows that have one of some keys. */
    String probe(int keys) {
        if (key.size() == 1) {
            return select(key) + " WHERE " + quoted(key.get(0)) + " IN ("
                    + String.join(", ", Collections.nCopies(keys, "?")) + ")";
        }
        String one = key.stream().map(column -> quoted(column) + " = ?").collect(Collectors.joining(" AND ", "(", ")"));
        return select(key) + " WHERE " + String.join(" OR ", Collections.nCopies(keys, one));
    }

    /** No rows, but what the key's columns are. */
    String keyTypes() {
        return select(key) + " WHERE 1 = 0";
    }
}
