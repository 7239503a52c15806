package io.afterimage.tck.torture;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.QuerySummary;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Reads in every way there is while others write, and holds each snapshot to what it showed first. One thread at a time. */
final class HistoryReader implements AutoCloseable {

    private static final int MOST_HELD = 3;
    private static final int MOST_PARTS = 4;
    private static final Map<Long, Integer> INDEXES = indexes();

    private final LiveResultsStore store;
    private final HistoryLog log;
    private final Random random;
    private final int queries;
    private final Deque<Held> held = new ArrayDeque<>();

    /** Reads the queries with the numbers below {@code queries}. */
    HistoryReader(LiveResultsStore store, HistoryLog log, Random random, int queries) {
        this.store = store;
        this.log = log;
        this.random = random;
        this.queries = queries;
    }

    private record Held(Snapshot snapshot, HistorySight.Whole shown) {}

    private static Map<Long, Integer> indexes() {
        Map<Long, Integer> indexes = new HashMap<>();
        for (int index = 0; index < HistoryState.SIGNATURES; index++) {
            indexes.put(MadeRow.signature(index), index);
        }
        return Map.copyOf(indexes);
    }

    void step() {
        int query = random.nextInt(queries);
        int dice = random.nextInt(100);
        if (dice < 40) {
            open(query);
        } else if (dice < 60) {
            count(query);
        } else if (dice < 70) {
            stand(query, () -> store.position(HistoryWriter.queryId(query)));
        } else if (dice < 75) {
            stand(
                    query,
                    () -> store.outboxAfter(HistoryWriter.queryId(query), Position.NONE)
                            .head());
        } else if (dice < 95) {
            row(query);
        } else {
            summaries();
        }
        if (held.size() > MOST_HELD || (!held.isEmpty() && random.nextInt(4) == 0)) {
            lookAgain(held.remove());
        }
    }

    private void open(int query) {
        HistoryLog.Answer<Snapshot> call = HistoryLog.timed(() -> store.readSnapshot(HistoryWriter.queryId(query)));
        HistorySight.Whole shown = look(call.answer(), List.of(call.answer().cursor()));
        log.saw(call, query, shown);
        held.add(new Held(call.answer(), shown));
    }

    private void lookAgain(Held before) {
        try (Snapshot snapshot = before.snapshot) {
            HistorySight.Whole shown = look(snapshot, snapshot.split(1 + random.nextInt(MOST_PARTS)));
            if (!shown.equals(before.shown)) {
                log.found("A snapshot of " + snapshot.queryId() + " has moved. Expected: " + before.shown + ". Found: "
                        + shown + ".");
            }
        }
    }

    /** Rows first, then count and position, so that one that is told late shows. */
    private static HistorySight.Whole look(Snapshot snapshot, List<RowCursor> parts) {
        long[] versions = new long[HistoryState.SIGNATURES];
        for (RowCursor part : parts) {
            try (part) {
                while (part.next()) {
                    int index = INDEXES.getOrDefault(part.rowSignature(), -1);
                    versions[index] = MadeRow.version(part.rowSignature(), part.copyData());
                }
            }
        }
        return new HistorySight.Whole(new HistoryState(snapshot.position(), versions), snapshot.rowCount());
    }

    private void count(int query) {
        HistoryLog.Answer<Long> call = HistoryLog.timed(() -> store.rowCount(HistoryWriter.queryId(query)));
        log.saw(call, query, new HistorySight.Count(call.answer()));
    }

    private void stand(int query, Supplier<Position> position) {
        HistoryLog.Answer<Position> call = HistoryLog.timed(position);
        log.saw(call, query, new HistorySight.Stand(call.answer()));
    }

    private void row(int query) {
        int index = random.nextInt(HistoryState.SIGNATURES);
        long signature = MadeRow.signature(index);
        HistoryLog.Answer<Optional<byte[]>> call =
                HistoryLog.timed(() -> store.row(HistoryWriter.queryId(query), signature));
        long version =
                call.answer().map(data -> MadeRow.version(signature, data)).orElse(0L);
        log.saw(call, query, new HistorySight.OneRow(index, version));
    }

    /** All queries in one answer; those that are not listed are unknown at that moment. */
    private void summaries() {
        HistoryLog.Answer<List<QuerySummary>> call = HistoryLog.timed(store::queries);
        for (int query = 0; query < queries; query++) {
            String id = HistoryWriter.queryId(query);
            HistorySight seen = call.answer().stream()
                    .filter(each -> each.queryId().equals(id))
                    .findAny()
                    .map(each -> new HistorySight.Summary(each.position(), each.rowCount()))
                    .orElse(new HistorySight.Summary(Position.NONE, 0));
            log.saw(call, query, seen);
        }
    }

    @Override
    public void close() {
        held.forEach(each -> each.snapshot.close());
        held.clear();
    }
}
