package io.afterimage.drasi;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.LiveResultsStore;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes lines and reads results, for tests. */
final class Lines {

    private Lines() {}

    static byte[] bytes(String line) {
        return line.getBytes(UTF_8);
    }

    static String result(String query, long sequence, String... diffs) {
        return "{\"query_id\":\"" + query + "\",\"sequence\":" + sequence + ",\"results\":[" + String.join(",", diffs)
                + "],\"metadata\":{}}";
    }

    static String add(String row, String signature) {
        return "{\"type\":\"ADD\",\"data\":" + row + ",\"row_signature\":" + signature + "}";
    }

    static String delete(String row, String signature) {
        return "{\"type\":\"DELETE\",\"data\":" + row + ",\"row_signature\":" + signature + "}";
    }

    static String update(String before, String after, String signature) {
        return "{\"type\":\"UPDATE\",\"data\":" + after + ",\"before\":" + before + ",\"after\":" + after
                + ",\"row_signature\":" + signature + "}";
    }

    static String control(String query, long sequence, String signal, String timeMs) {
        return "{\"kind\":\"control\",\"queryId\":\"" + query + "\",\"sequence\":" + sequence + ",\"sourceTimeMs\":"
                + timeMs + ",\"metadata\":null,\"controlSignal\":{\"kind\":\"" + signal + "\"}}";
    }

    static String change(String query, long sequence, String added, String updated, String deleted) {
        return "{\"kind\":\"change\",\"queryId\":\"" + query + "\",\"sequence\":" + sequence
                + ",\"sourceTimeMs\":5,\"addedResults\":[" + added + "],\"updatedResults\":[" + updated
                + "],\"deletedResults\":[" + deleted + "],\"metadata\":{}}";
    }

    static void applyAll(Ingestion ingestion, List<String> lines) {
        long number = 0;
        for (String line : lines) {
            ingestion.apply(++number, bytes(line));
        }
        ingestion.flush();
    }

    static IdentityRule keyedBy(String... columns) {
        return columns.length == 0
                ? IdentityRule.asItComes()
                : IdentityRule.unlessSigned(new RowIdentity.ByColumns(List.of(columns)));
    }

    /** The JSON of all rows, by signature. */
    static Map<String, String> rows(LiveResultsStore store, String query) {
        Map<String, String> rows = new TreeMap<>();
        try (Snapshot snapshot = store.readSnapshot(query);
                RowCursor cursor = snapshot.cursor()) {
            while (cursor.next()) {
                DrasiRow row = DrasiRow.read(query, cursor.rowSignature(), cursor.copyData());
                rows.put(Long.toUnsignedString(cursor.rowSignature()), new String(row.json(), UTF_8));
            }
        }
        return rows;
    }
}
