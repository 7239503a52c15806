package io.afterimage.cli.demo;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.Verification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a store holds with what it has to hold: every row byte by byte, the counts, the positions, the store's own
 * counters, and its own verification. One comparison compares one store once.
 */
final class Comparison {
    private static final int SHOWN_DIFFERENCES = 10;

    private final LiveResultsStore store;
    private final List<String> differences = new ArrayList<>();
    private long lost;
    private long duplicated;
    private long different;

    private Comparison(LiveResultsStore store) {
        this.store = store;
    }

    /**
     * What was found.
     *
     * @param lost emissions and rows that are expected and missing
     * @param duplicated emissions that were applied more than once
     * @param different rows that differ or are not expected, and other contradictions
     * @param differences the first differences, one sentence each
     */
    record Outcome(long lost, long duplicated, long different, List<String> differences) {
        boolean equal() {
            return lost == 0 && duplicated == 0 && different == 0;
        }
    }

    /**
     * Compares.
     *
     * @param events the number of the stream's last event
     */
    static Outcome of(LiveResultsStore store, long events, List<ExpectedResult> expected) {
        Comparison comparison = new Comparison(store);
        expected.forEach(comparison::compare);
        comparison.compareSource(events, expected);
        comparison.verify();
        return new Outcome(
                comparison.lost, comparison.duplicated, comparison.different, List.copyOf(comparison.differences));
    }

    private void compare(ExpectedResult expected) {
        try (Snapshot snapshot = store.readSnapshot(expected.queryId())) {
            compareEmissions(expected, snapshot.position());
            compareCounts(expected, snapshot.rowCount());
            try (RowCursor rows = snapshot.cursor()) {
                compareRows(expected, rows);
            }
        }
    }

    private void compareEmissions(ExpectedResult expected, Position position) {
        String query = expected.queryId();
        long sequence = position.sequence();
        if (sequence < expected.emissions()) {
            lost += expected.emissions() - sequence;
            differs("Emissions are missing", query, "last " + expected.emissions(), "last " + sequence);
        } else if (sequence > expected.emissions()) {
            contradicts("There are too many emissions", query, "last " + expected.emissions(), "last " + sequence);
        }
        long applied = Applied.stored(store, query).emissions();
        if (applied > sequence) {
            duplicated += applied - sequence;
            differs("Emissions were applied twice", query, sequence + " applied", applied + " applied");
        } else if (applied < sequence) {
            lost += sequence - applied;
            differs("Emissions were not applied", query, sequence + " applied", applied + " applied");
        }
        if (position.generation() > 1) {
            contradicts("The query began anew", query, "its first generation", position.toString());
        }
    }

    /** The queries stand at different events, the latest of them at the end of the stream. */
    private void compareSource(long events, List<ExpectedResult> expected) {
        long latest = expected.stream()
                .map(result -> store.sourcePositions(result.queryId()).get(SourcePosition.SOURCE_ID))
                .filter(Objects::nonNull)
                .mapToLong(stored -> SourcePosition.of(stored).event())
                .max()
                .orElse(0);
        if (latest != events) {
            contradicts("The stream was not followed to its end", "source position", "event " + events, "" + latest);
        }
    }

    private void compareCounts(ExpectedResult expected, long snapshotCount) {
        long count = store.rowCount(expected.queryId());
        if (count != expected.rows().size() || count != snapshotCount) {
            contradicts(
                    "The row count differs",
                    expected.queryId(),
                    expected.rows().size() + " rows",
                    "count " + count + ", snapshot " + snapshotCount);
        }
    }

    /** Both sides come in unsigned signature order, so this is a merge. */
    private void compareRows(ExpectedResult expected, RowCursor found) {
        Iterator<Row> rows = expected.rows().iterator();
        @Nullable Row row = nextOf(rows);
        boolean more = found.next();
        while (row != null || more) {
            int side = row == null ? 1 : !more ? -1 : Long.compareUnsigned(row.rowSignature(), found.rowSignature());
            compareRow(expected.queryId(), side <= 0 ? row : null, side >= 0 ? found : null);
            row = side <= 0 ? nextOf(rows) : row;
            more = side >= 0 ? found.next() : more;
        }
    }

    private static @Nullable Row nextOf(Iterator<Row> rows) {
        return rows.hasNext() ? rows.next() : null;
    }

    private void compareRow(String query, @Nullable Row row, @Nullable RowCursor found) {
        String foundText = found == null ? "nothing" : text(found.copyData());
        if (row == null) {
            contradicts("A row is not expected", query, "nothing", foundText);
        } else if (found == null) {
            lost++;
            differs("A row is missing", query, text(row.data()), foundText);
        } else if (!Arrays.equals(row.data(), found.copyData())) {
            contradicts("A row differs", query, text(row.data()), foundText);
        }
    }

    private static String text(byte[] row) {
        return new String(row, StandardCharsets.UTF_8);
    }

    private void verify() {
        for (Verification verification : store.verifyAll()) {
            for (String problem : verification.problems()) {
                contradicts("The store finds damage", verification.subject(), "none", problem);
            }
        }
    }

    private void contradicts(String what, String where, String expected, String found) {
        different++;
        differs(what, where, expected, found);
    }

    private void differs(String what, String where, String expected, String found) {
        if (differences.size() < SHOWN_DIFFERENCES) {
            differences.add(what + ". Where: " + where + ". Expected: " + expected + ". Found: " + found + ".");
        }
    }
}
