package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What a {@link HeapEngine} has committed at one moment. Copied before it is changed, so views of it are frozen. */
final class HeapState {

    /** Where rows live. */
    record Epoch(int query, int epoch) {}

    final Map<Integer, QueryRecord> queries;
    final Map<Epoch, NavigableMap<Long, byte[]>> rows;
    final Map<Integer, NavigableMap<Long, OutboxRecord>> outbox;
    final Map<Integer, NavigableMap<String, byte[]>> sources;

    HeapState() {
        this(Map.of(), Map.of(), Map.of(), Map.of());
    }

    private HeapState(
            Map<Integer, QueryRecord> queries,
            Map<Epoch, NavigableMap<Long, byte[]>> rows,
            Map<Integer, NavigableMap<Long, OutboxRecord>> outbox,
            Map<Integer, NavigableMap<String, byte[]>> sources) {
        this.queries = new TreeMap<>(queries);
        this.rows = new HashMap<>(rows);
        this.outbox = new TreeMap<>(outbox);
        this.sources = new TreeMap<>(sources);
    }

    HeapState copy() {
        return new HeapState(queries, rows, outbox, sources);
    }

    NavigableMap<Long, byte[]> rowsOf(int query, int epoch) {
        return rows.getOrDefault(new Epoch(query, epoch), new TreeMap<>(Long::compareUnsigned));
    }

    NavigableMap<Long, OutboxRecord> outboxOf(int query) {
        return outbox.getOrDefault(query, new TreeMap<>());
    }

    /** What every engine may rely on in every committed state. */
    void checkInvariants() {
        queries.values().forEach(this::checkRows);
        queries.values().forEach(this::checkOutbox);
        assertThat(queries.values().stream().map(QueryRecord::queryId)).doesNotHaveDuplicates();
        rows.keySet().forEach(key -> assertThat(queries).containsKey(key.query()));
    }

    private void checkRows(QueryRecord query) {
        QueryRecord.Rows expected = query.rows();
        NavigableMap<Long, byte[]> visible = rowsOf(query.number(), expected.epoch());
        assertThat(expected.count()).as("count of %s", query).isEqualTo(visible.size());
        assertThat(expected.membership())
                .as("membership of %s", query)
                .isEqualTo(
                        visible.keySet().stream().mapToLong(Checksums::ofMember).sum());
        assertThat(expected.reclaimedEpoch()).as("reclaimed of %s", query).isLessThanOrEqualTo(expected.epoch());
        assertThat(expected.nextEpoch()).as("next epoch of %s", query).isGreaterThan(expected.epoch());
        rows.forEach((key, there) -> {
            if (key.query() == query.number() && !there.isEmpty()) {
                assertThat(key.epoch())
                        .as("epoch of rows of %s", query)
                        .isBetween(expected.reclaimedEpoch(), expected.nextEpoch() - 1);
            }
        });
    }

    private void checkOutbox(QueryRecord query) {
        QueryRecord.Outbox expected = query.outbox();
        assertThat(expected.reclaimed()).as("outbox of %s", query).isLessThanOrEqualTo(expected.first());
        assertThat(expected.first()).as("outbox of %s", query).isLessThanOrEqualTo(expected.next());
        NavigableMap<Long, OutboxRecord> entries = outboxOf(query.number());
        for (long ordinal = expected.first(); ordinal < expected.next(); ordinal++) {
            assertThat(entries).as("outbox of %s", query).containsKey(ordinal);
        }
        if (!entries.isEmpty()) {
            assertThat(entries.firstKey()).as("outbox of %s", query).isGreaterThanOrEqualTo(expected.reclaimed());
            assertThat(entries.lastKey()).as("outbox of %s", query).isLessThan(expected.next());
        }
    }

    /** Whether nothing is stored that no query shows. */
    boolean hasGarbage() {
        return queries.values().stream().anyMatch(QueryRecord::leavesGarbage);
    }
}
