package io.afterimage.cli.demo;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.Snapshot;
import java.util.List;

/**
 * The state of the three queries as the store's snapshots give it, with no event played again. Open orders are their own
 * rows; the aggregates are the rows of the revenue; the candidates beyond the 1,000 largest are the open orders.
 *
 * @param source where the stream resumes
 */
record RestoredState(OrderBook book, List<FollowedQuery> queries, SourcePosition source) {

    static RestoredState read(LiveResultsStore store, Customers customers) {
        return read(store, customers, LargestOpenOrders.LIMIT);
    }

    static RestoredState read(LiveResultsStore store, Customers customers, int largestLimit) {
        Restored<OpenOrder> open = rows(store, OpenOrders.ID, OpenOrder.class);
        Restored<RevenueRow> revenue = rows(store, RevenuePerNationAndMonth.ID, RevenueRow.class);
        List<FollowedQuery> queries = List.of(
                new FollowedQuery(new OpenOrders(), open.sequence()),
                new FollowedQuery(new RevenuePerNationAndMonth(revenue.rows()), revenue.sequence()),
                new FollowedQuery(
                        new LargestOpenOrders(largestLimit, open.rows()),
                        store.position(LargestOpenOrders.ID).sequence()));
        queries.forEach(query -> query.readApplied(store));
        return new RestoredState(new OrderBook(customers, open.rows()), queries, source(store, queries));
    }

    private record Restored<T>(List<T> rows, long sequence) {}

    private static <T> Restored<T> rows(LiveResultsStore store, String queryId, Class<T> type) {
        try (Snapshot snapshot = store.readSnapshot(queryId);
                var rows = snapshot.stream()) {
            Position position = snapshot.position();
            return new Restored<>(rows.map(row -> Json.read(row.data(), type)).toList(), position.sequence());
        }
    }

    /** An event is written in one piece by all queries that it changes, so the latest position is that of the stream. */
    private static SourcePosition source(LiveResultsStore store, List<FollowedQuery> queries) {
        SourcePosition latest = SourcePosition.START;
        for (FollowedQuery query : queries) {
            byte[] stored = store.sourcePositions(query.query().id()).get(SourcePosition.SOURCE_ID);
            if (stored != null && SourcePosition.of(stored).event() > latest.event()) {
                latest = SourcePosition.of(stored);
            }
        }
        return latest;
    }
}
