package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.QuerySummary;
import io.afterimage.Row;
import io.afterimage.Snapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything a store answers about its queries, to be compared. */
record StoreState(List<QuerySummary> queries, Map<String, Query> details) {

    record Query(
            Position position,
            long rowCount,
            List<Row> rows,
            Map<String, ByteBuffer> sources,
            List<OutboxRead> outbox) {}

    static StoreState of(LiveResultsStore store) {
        Map<String, Query> details = new TreeMap<>();
        Operation.QUERIES.forEach(query -> details.put(query, query(store, query)));
        return new StoreState(store.queries(), details);
    }

    private static Query query(LiveResultsStore store, String queryId) {
        Position position = store.position(queryId);
        Map<String, ByteBuffer> sources = new TreeMap<>();
        store.sourcePositions(queryId).forEach((source, at) -> sources.put(source, ByteBuffer.wrap(at)));
        List<OutboxRead> outbox = new ArrayList<>();
        for (long sequence = Math.max(0, position.sequence() - 8); sequence <= position.sequence() + 1; sequence++) {
            Position from = new Position(position.generation(), sequence, 0);
            outbox.add(store.outboxAfter(queryId, from));
            outbox.add(store.outboxAfter(queryId, from, 2));
        }
        return new Query(position, store.rowCount(queryId), rows(store, queryId, position), sources, outbox);
    }

    private static List<Row> rows(LiveResultsStore store, String queryId, Position position) {
        try (Snapshot snapshot = store.readSnapshot(queryId)) {
            List<Row> rows = snapshot.toList();
            assertThat(snapshot.position()).isEqualTo(position);
            assertThat(snapshot.rowCount()).isEqualTo(rows.size());
            rows.forEach(
                    row -> assertThat(store.row(queryId, row.rowSignature())).contains(row.data()));
            return rows;
        }
    }
}
