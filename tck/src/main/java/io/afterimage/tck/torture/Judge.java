package io.afterimage.tck.torture;

import io.afterimage.LiveResultsStore;
import io.afterimage.Row;
import io.afterimage.Verification;
import io.afterimage.tck.model.QueryState;
import io.afterimage.tck.model.RandomWrites;
import io.afterimage.tck.model.WriteStream;
import java.util.Arrays;
import java.util.List;

/** Holds a store after a crash to the states that its writes went through. Not thread-safe; one thread at a time. */
final class Judge {

    private final Report report;

    Judge(Report report) {
        this.report = report;
    }

    /**
     * Requires the state after all acknowledged writes, with or without the one in flight.
     *
     * @param store the store
     * @param stream where the acknowledged writes lead; left where the store stands
     * @param begun how many writes were begun: as many as acknowledged, or one more
     */
    void requireAcknowledged(LiveResultsStore store, WriteStream stream, long begun) {
        List<QueryState> found = stream.statesIn(store);
        if (begun > stream.done() && !found.equals(stream.states())) {
            stream.advance(); // the write in flight is there as a whole
        }
        if (!found.equals(stream.states())) {
            reportOtherState("with or without the write after them", found, stream);
        }
        requireAgreement(store, stream.load().queries(), found);
    }

    /**
     * Reports a state that is not the one where the stream stands.
     *
     * @param when in a few words
     * @param found the state
     * @param stream where the acknowledged writes lead
     */
    void reportOtherState(String when, List<QueryState> found, WriteStream stream) {
        WriteStream earlier = stream.again();
        while (earlier.done() < stream.done() && !found.equals(earlier.states())) {
            earlier.advance();
        }
        String place = "Expected: those before write " + stream.done() + ", " + when + ". ";
        if (earlier.done() < stream.done()) {
            report.found(
                    Harm.LOST,
                    "Acknowledged writes are missing. " + place + "Found: those before write " + earlier.done() + ".");
        } else {
            report.found(
                    Harm.TORN,
                    "The state is that of no prefix of the writes. " + place
                            + difference(stream.load().queries(), stream.states(), found));
        }
    }

    /**
     * Requires the state before one of the first writes, whichever.
     *
     * @param store the store
     * @param prefixes the states before each of them, in order
     */
    void requirePrefix(LiveResultsStore store, List<List<QueryState>> prefixes) {
        List<QueryState> found = WriteStream.statesOf(store);
        if (!prefixes.contains(found)) {
            report.found(
                    Harm.TORN,
                    "The state is that of no prefix of the writes. Expected: one before write 0 to "
                            + (prefixes.size() - 1) + ". "
                            + difference(RandomWrites.QUERIES, prefixes.get(prefixes.size() - 1), found));
        }
        requireAgreement(store, RandomWrites.QUERIES, found);
    }

    /** What differs, in a few words: states may have hundreds of rows. */
    static String difference(List<String> queries, List<QueryState> expected, List<QueryState> found) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < found.size(); i++) {
            if (!found.get(i).equals(expected.get(i))) {
                words.append("Query: ").append(queries.get(i).replace("\0", "\\0"));
                words.append(". Expected: ").append(brief(expected.get(i)));
                words.append(". Found: ").append(brief(found.get(i))).append(". ");
            }
        }
        return words.toString().strip();
    }

    private static String brief(QueryState state) {
        return state.position() + ", count " + state.rowCount() + ", "
                + state.rows().size() + " rows (hash "
                + state.rows().hashCode() + "), " + state.outbox().size() + " entries, sources "
                + state.sourcePositions().keySet();
    }

    /** Requires that count, snapshot, single rows and verification of a store say the same. */
    void requireAgreement(LiveResultsStore store, List<String> queries, List<QueryState> states) {
        for (int i = 0; i < states.size(); i++) {
            String queryId = queries.get(i);
            List<Row> rows = states.get(i).rows();
            requireEqual(
                    "Count of " + queryId, (long) rows.size(), states.get(i).rowCount());
            for (Row row : rows) {
                boolean same = store.row(queryId, row.rowSignature())
                        .filter(data -> Arrays.equals(data, row.data()))
                        .isPresent();
                requireEqual("Row " + row + " of " + queryId + " read alone", true, same);
            }
        }
        for (Verification part : store.verifyAll()) {
            requireEqual("Problems of " + part.subject(), List.of(), part.problems());
        }
    }

    private void requireEqual(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            report.found(Harm.WRONG, what + ". Expected: " + expected + ". Found: " + found + ".");
        }
    }
}
