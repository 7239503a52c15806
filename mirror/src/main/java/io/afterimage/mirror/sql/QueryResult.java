package io.afterimage.mirror.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All rows of one query, see {@link QueryCursor} for their values. Immutable.
 *
 * @param position the number of the last event of the mirror that is in the rows
 * @param columns the names of the columns, each once
 * @param rows the rows, each in the order of the columns
 */
public record QueryResult(long position, List<String> columns, List<List<@Nullable Object>> rows) {

    /** Copies the lists. */
    public QueryResult {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** Reads a cursor to its end. */
    static QueryResult of(QueryCursor cursor) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (cursor.next()) {
            rows.add(cursor.row());
        }
        return new QueryResult(cursor.position(), cursor.columns(), rows);
    }

    /**
     * The rows as objects, the way JSON shows them.
     *
     * @return one map per row, from column name to value, in the order of the columns
     */
    public List<Map<String, @Nullable Object>> objects() {
        return rows.stream().map(this::object).toList();
    }

    private Map<String, @Nullable Object> object(List<@Nullable Object> row) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int column = 0; column < row.size(); column++) {
            object.put(columns.get(column), row.get(column));
        }
        return Collections.unmodifiableMap(object);
    }
}
