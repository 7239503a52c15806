package io.afterimage.tck;

import io.afterimage.Row;
import io.afterimage.RowMutation;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The rows of all queries by the plainest means, beside which the reference store is checked too. Not thread-safe; one
 * thread at a time.
 */
final class RowFold {

    private final Map<String, NavigableMap<Long, Row>> queries = new TreeMap<>();

    void apply(String queryId, List<RowMutation> mutations) {
        for (RowMutation mutation : mutations) {
            if (mutation instanceof RowMutation.Upsert upsert) {
                put(queryId, new Row(upsert.rowSignature(), upsert.data()));
            } else {
                of(queryId).remove(mutation.rowSignature());
            }
        }
    }

    void put(String queryId, Row row) {
        of(queryId).put(row.rowSignature(), row);
    }

    void clear(String queryId) {
        queries.remove(queryId);
    }

    List<Row> rows(String queryId) {
        return List.copyOf(of(queryId).values());
    }

    private NavigableMap<Long, Row> of(String queryId) {
        return queries.computeIfAbsent(queryId, id -> new TreeMap<>(Long::compareUnsigned));
    }
}
