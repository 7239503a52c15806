package io.afterimage.tck.model;

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
public final class RowFold {

    private final Map<String, NavigableMap<Long, Row>> queries = new TreeMap<>();

    /** No rows. */
    public RowFold() {}

    /**
     * Makes row changes in their order.
     *
     * @param queryId the query
     * @param mutations the changes
     */
    public void apply(String queryId, List<RowMutation> mutations) {
        for (RowMutation mutation : mutations) {
            if (mutation instanceof RowMutation.Upsert upsert) {
                put(queryId, new Row(upsert.rowSignature(), upsert.data()));
            } else {
                of(queryId).remove(mutation.rowSignature());
            }
        }
    }

    /**
     * Puts a row.
     *
     * @param queryId the query
     * @param row the row
     */
    public void put(String queryId, Row row) {
        of(queryId).put(row.rowSignature(), row);
    }

    /**
     * Removes all rows of a query.
     *
     * @param queryId the query
     */
    public void clear(String queryId) {
        queries.remove(queryId);
    }

    /**
     * The rows of a query.
     *
     * @param queryId the query
     * @return the rows in unsigned order of their signatures
     */
    public List<Row> rows(String queryId) {
        return List.copyOf(of(queryId).values());
    }

    private NavigableMap<Long, Row> of(String queryId) {
        return queries.computeIfAbsent(queryId, id -> new TreeMap<>(Long::compareUnsigned));
    }
}
