package io.afterimage.tck.model;

import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxEntry;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.Snapshot;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything a store says of one query, as a value: what must be the same before and after a call that writes nothing, a
 * reopen, or a crash. Immutable.
 *
 * @param position where the query stands
 * @param rowCount the count the store gives without scanning
 * @param rows the rows of a snapshot
 * @param outbox the outbox entries that can be had
 * @param sourcePositions the source positions, in hex
 * @param known whether the store lists the query
 */
public record QueryState(
        Position position,
        long rowCount,
        List<Row> rows,
        List<OutboxEntry> outbox,
        Map<String, String> sourcePositions,
        boolean known) {

    /** The state of a query that the store does not know. */
    public static final QueryState UNKNOWN = new QueryState(Position.NONE, 0, List.of(), List.of(), Map.of(), false);

    /**
     * Reads the state of a query.
     *
     * @param store the store
     * @param queryId the query
     * @return what the store says of it
     */
    public static QueryState of(LiveResultsStore store, String queryId) {
        List<Row> rows;
        try (Snapshot snapshot = store.readSnapshot(queryId)) {
            rows = snapshot.toList();
        }
        return new QueryState(
                store.position(queryId),
                store.rowCount(queryId),
                rows,
                outbox(store, queryId),
                sourcePositions(store, queryId),
                store.queries().stream().anyMatch(query -> query.queryId().equals(queryId)));
    }

    /**
     * Reads all entries that a query's outbox holds.
     *
     * @param store the store
     * @param queryId the query
     * @return the entries, oldest first
     */
    public static List<OutboxEntry> outbox(LiveResultsStore store, String queryId) {
        Position head = store.position(queryId);
        OutboxRead read = store.outboxAfter(queryId, new Position(head.generation(), 0, 0));
        if (read instanceof OutboxRead.Gap gap && gap.earliest() <= head.sequence()) {
            read = store.outboxAfter(queryId, new Position(head.generation(), gap.earliest() - 1, 0));
        }
        return read instanceof OutboxRead.Entries entries ? entries.entries() : List.of();
    }

    private static Map<String, String> sourcePositions(LiveResultsStore store, String queryId) {
        Map<String, String> readable = new TreeMap<>();
        store.sourcePositions(queryId)
                .forEach((source, position) ->
                        readable.put(source, HexFormat.of().formatHex(position)));
        return readable;
    }
}
