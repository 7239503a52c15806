package io.afterimage.mirror.jdbc;

import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.Provenance;
import io.afterimage.mirror.source.SourceContentException;
import io.afterimage.mirror.source.SourceTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a JDBC source reads, and how.
 *
 * @param resource the resource its rows belong to
 * @param provenance what the deltas are marked with
 * @param table the table's name, in parts
 * @param key the columns that tell rows apart
 * @param version the column that grows with every change, null to read the whole table in each round
 * @param occurredAt the column that says when a row was changed, null if none does
 * @param deleted the column that says that a row is deleted, null if none does
 * @param payload the columns that are mirrored, empty for all
 * @param overlap how far before its last position a round begins, null for right there
 * @param rowsPerPull how many rows a pull reads
 * @param queryTimeout how long a query may take
 * @param columns how values are read
 * @param mirror what rows are compared with, null for nothing
 * @param probeEvery how long the search for vanished rows rests, null if there is none
 * @param time what time it is
 */
record JdbcReading(
        String resource,
        Provenance provenance,
        List<String> table,
        List<String> key,
        @Nullable String version,
        @Nullable String occurredAt,
        @Nullable String deleted,
        List<String> payload,
        @Nullable Overlap overlap,
        int rowsPerPull,
        Duration queryTimeout,
        Columns columns,
        @Nullable MirrorStore mirror,
        @Nullable Duration probeEvery,
        SourceTime time) {

    /** The columns that order the rows: the version, then the key. */
    List<String> order() {
        List<String> order = new ArrayList<>();
        if (version != null) {
            order.add(version);
        }
        order.addAll(key);
        return List.copyOf(order);
    }

    /** The name under which its cursors are known. */
    String way() {
        return "jdbc by " + String.join(", ", order());
    }

    int queryTimeoutSeconds() {
        return (int) Math.min(Integer.MAX_VALUE, queryTimeout.toSeconds());
    }

    SourceContentException unusable(String sentence, String column) {
        return new SourceContentException(
                sentence + " Where: " + String.join(".", table) + ", " + column
                        + ". Next: name another column, exactly as the database stores it.",
                null);
    }
}
