package io.afterimage.cli.serve;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change of a query that a test plays: rooms have temperatures. Immutable.
 *
 * @param queryId the query
 * @param sequence the emission it belongs to
 * @param count how many diffs that emission has
 * @param room the row
 * @param before its temperature before, null if it is new
 * @param after its temperature after, null if it is gone
 */
record SentDiff(
        String queryId,
        long sequence,
        int count,
        String room,
        @Nullable Integer before,
        @Nullable Integer after) {

    /** What Drasi calls it. */
    String operation() {
        return before == null ? "ADD" : after == null ? "DELETE" : "UPDATE";
    }

    /** A row of the query. */
    Map<String, Object> row(int temperature) {
        return Map.of("room", room, "temp", temperature);
    }

    /** What Drasi tells beside the rows. */
    Map<String, Object> metadata() {
        return Map.of("source_id", "s1", "processed_by", "drasi-core", "result_count", count);
    }

    /** As Drasi's HTTP reaction writes it. */
    Map<String, Object> asJson() {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("operation", operation());
        item.put("queryId", queryId);
        item.put("sequenceId", sequence);
        item.put("timestamp", "2026-08-21T10:00:00.123456789+00:00");
        if (before != null) {
            item.put("before", row(before));
        }
        if (after != null) {
            item.put("after", row(after));
        }
        item.put("metadata", metadata());
        return item;
    }
}
