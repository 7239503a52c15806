package io.afterimage.drasi;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.afterimage.CorruptStoreException;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.QueryId;
import io.afterimage.QuerySummary;
import io.afterimage.ResultCommit;
import io.afterimage.RowCursor;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one query holds, as rows of a query of the feed's own, so that it moves in the same write as the rows it becomes.
 * Changes are collected here and written by others. Not thread-safe; one thread at a time.
 */
final class HeldRows {

    /** How the ids of the queries begin that hold parts. */
    static final String QUERY_ID_PREFIX = QueryId.INTERNAL_PREFIX + "held";

    /** Under which name it is kept that the query's host went back: {@code 1/generation/sequence}. */
    static final String REGRESSION_ID = "afterimage.regression";

    private final LiveResultsStore store;
    private final String home;
    private final Map<Long, Optional<byte[]>> changes = new LinkedHashMap<>();
    private byte @Nullable [] changedRegression;
    private long sequence;
    private long nextRow;

    HeldRows(LiveResultsStore store, String queryId) {
        this.store = store;
        this.home = homeOf(queryId);
    }

    /**
     * A row that is there.
     *
     * @param rowSignature its place in the order of arrival
     * @param row what it says
     * @param bytes how long it is
     */
    record Stored(long rowSignature, HeldRow row, int bytes) {}

    /** The query that holds the parts of another: named after it, or after its hash where that would be too long. */
    static String homeOf(String queryId) {
        byte[] id = queryId.getBytes(UTF_8);
        return QUERY_ID_PREFIX.length() + 1 + id.length <= QueryId.MAX_UTF8_BYTES
                ? QUERY_ID_PREFIX + ":" + queryId
                : QUERY_ID_PREFIX + "-sha256:" + sha256(id);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** The queries of which a store holds anything. */
    static Set<String> queriesIn(LiveResultsStore store) {
        Set<String> queries = new TreeSet<>();
        for (QuerySummary summary : store.queries()) {
            if (summary.queryId().startsWith(QUERY_ID_PREFIX)) {
                firstIn(store, summary.queryId())
                        .ifPresent(row -> queries.add(row.delivery().queryId()));
            }
        }
        return queries;
    }

    private static Optional<HeldRow> firstIn(LiveResultsStore store, String home) {
        try (Snapshot snapshot = store.readSnapshot(home);
                RowCursor rows = snapshot.cursor()) {
            return rows.next()
                    ? Optional.of(HeldRow.decode(home, rows.rowSignature(), rows.copyData()))
                    : Optional.empty();
        }
    }

    /** Reads all of it, in the order of arrival, and forgets what was not written. */
    List<Stored> load() {
        changes.clear();
        changedRegression = null;
        nextRow = 0;
        List<Stored> all = new ArrayList<>();
        try (Snapshot snapshot = store.readSnapshot(home);
                RowCursor rows = snapshot.cursor()) {
            sequence = snapshot.position().sequence();
            while (rows.next()) {
                byte[] data = rows.copyData();
                nextRow = rows.rowSignature() + 1;
                all.add(new Stored(rows.rowSignature(), HeldRow.decode(home, rows.rowSignature(), data), data.length));
            }
        }
        return all;
    }

    /** The number that a life of the query went back to; null if it did not. */
    @Nullable
    Long regression(long generation) {
        byte[] stored = store.sourcePositions(home).get(REGRESSION_ID);
        String[] words = stored == null ? new String[0] : new String(stored, US_ASCII).split("/", -1);
        try {
            return words.length == 3 && Long.parseLong(words[1]) == generation ? Long.valueOf(words[2]) : null;
        } catch (NumberFormatException e) {
            throw CorruptStoreException.ofQuery(
                    home, "Where: " + REGRESSION_ID + ". Found: " + String.join("/", words) + ".", e);
        }
    }

    /** Notes that a life of the query went back to a number. */
    void noteRegression(long generation, long number) {
        changedRegression = ("1/" + generation + "/" + number).getBytes(US_ASCII);
    }

    /** The row that is added next. */
    long nextRow() {
        return nextRow;
    }

    /**
     * Adds an encoded row.
     *
     * @return where: at {@link #nextRow}
     */
    long add(byte[] row) {
        changes.put(nextRow, Optional.of(row));
        return nextRow++;
    }

    /** Takes a row away; one that was not written yet never will be. */
    void remove(long rowSignature) {
        Optional<byte[]> change = changes.remove(rowSignature);
        if (change == null || change.isEmpty()) {
            changes.put(rowSignature, Optional.empty());
        }
    }

    /** What is to be written; empty if nothing changed. */
    Optional<ResultCommit> commit() {
        if (changes.isEmpty() && changedRegression == null) {
            return Optional.empty();
        }
        List<RowMutation> mutations = new ArrayList<>();
        changes.forEach((row, data) -> mutations.add(
                data.map(bytes -> RowMutation.upsert(row, bytes)).orElseGet(() -> RowMutation.delete(row))));
        ResultCommit.Builder commit = ResultCommit.of(home, sequence + 1, mutations);
        if (changedRegression != null) {
            commit.sourcePosition(REGRESSION_ID, changedRegression);
        }
        return Optional.of(commit.build());
    }

    /** Takes note that all of it was written. */
    void written(Position position) {
        sequence = position.sequence();
        changes.clear();
        changedRegression = null;
    }

    /** Forgets everything, in the store too. */
    void drop() {
        store.drop(home);
        load();
    }
}
