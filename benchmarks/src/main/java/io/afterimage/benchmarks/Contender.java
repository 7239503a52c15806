package io.afterimage.benchmarks;

import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One way of keeping the rows of live queries, as the benchmarks see it: Afterimage, a bare engine, or a peer with its
 * best documented settings. Whoever makes one states how the peer reaches each of these calls, so that nobody measures a
 * call against another that promises less without saying so. A call that the contender has no honest answer to is refused
 * by name ({@link #refusal}) and left out of the suite. One thread at a time, unless the contender says more.
 */
public interface Contender extends AutoCloseable {

    /**
     * Applies the mutations in order, as one atomic write where the contender has one.
     *
     * @param queryId the query; created if unknown
     * @param mutations the row changes; their arrays are never changed afterwards
     */
    void apply(String queryId, List<RowMutation> mutations);

    /**
     * Writes the rows, the position and the outbox entry, and keeps no more entries than the commit's retention says.
     *
     * @param commit the emission
     */
    void commit(ResultCommit commit);

    /**
     * Reads every row of the query at one moment, copying its bytes onto the Java heap.
     *
     * @param queryId the query
     * @return the wrapping sum of {@link ReadSum#of} over the rows
     */
    long readAll(String queryId);

    /**
     * Reads one row.
     *
     * @param queryId the query
     * @param rowSignature the row
     * @return a copy of its bytes, or null if there is none
     */
    byte @Nullable [] row(String queryId, long rowSignature);

    /**
     * Counts the rows exactly.
     *
     * @param queryId the query
     * @return how many there are now
     */
    long rowCount(String queryId);

    /**
     * Removes the rows of the query.
     *
     * @param queryId the query
     */
    void clear(String queryId);

    /**
     * Loads many rows into an empty query, the fastest way the contender has; never measured, unless a suite says so.
     *
     * @param queryId the query
     * @param rows the rows, in unsigned ascending order of their signatures, each once
     */
    default void load(String queryId, RowSource rows) {
        int most = 10_000;
        List<RowMutation> batch = new ArrayList<>(most);
        while (rows.next()) {
            batch.add(RowMutation.upsert(rows.rowSignature(), rows.data()));
            if (batch.size() == most) {
                apply(queryId, batch);
                batch = new ArrayList<>(most);
            }
        }
        apply(queryId, batch);
    }

    /**
     * Commits several emissions; never measured. In one write where the contender can.
     *
     * @param commits the emissions, in order
     */
    default void commitAll(List<ResultCommit> commits) {
        commits.forEach(this::commit);
    }

    /**
     * Reads every row of the query at one moment in several threads, copying their bytes onto the Java heap.
     *
     * @param queryId the query
     * @param parts into how many parts the signature space is cut
     * @param threads where the parts are read, one task each
     * @return the wrapping sum of {@link ReadSum#of} over the rows
     */
    default long readAll(String queryId, int parts, ExecutorService threads) {
        throw refusal("readAll in parts", "it has no ranges of signatures to read side by side");
    }

    /**
     * Starts a new life of the query: no rows, another generation.
     *
     * @param queryId the query
     */
    default void reset(String queryId) {
        throw refusal("reset", "it knows no generations");
    }

    /**
     * The error of a call that the contender does not offer.
     *
     * @param call the call
     * @param reason why not
     * @return the error, to be thrown
     */
    default UnsupportedOperationException refusal(String call, String reason) {
        return new UnsupportedOperationException("The contender does not offer this call. Contender: "
                + getClass().getSimpleName() + ". Call: " + call + ". Reason: " + reason + ".");
    }

    @Override
    void close();
}
