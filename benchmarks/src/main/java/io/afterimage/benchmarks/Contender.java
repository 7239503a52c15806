package io.afterimage.benchmarks;

import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way of keeping the rows of live queries, as the benchmarks see it: Afterimage, a bare engine, or a peer with its
 * best documented settings. Whoever makes one states how the peer reaches each of these calls, so that nobody measures a
 * call against another that promises less without saying so. One thread at a time, unless the contender says more.
 */
interface Contender extends AutoCloseable {

    /** Applies the mutations in order, as one atomic write where the contender has one. */
    void apply(String queryId, List<RowMutation> mutations);

    /** Writes the rows, the position and the outbox entry, and keeps no more entries than the commit's retention says. */
    void commit(ResultCommit commit);

    /** Reads every row of the query at one moment, copying its bytes; answers the sum of the lengths. */
    long readAll(String queryId);

    /** The bytes of one row, or null if there is none. */
    byte @Nullable [] row(String queryId, long rowSignature);

    /** The exact number of rows. */
    long rowCount(String queryId);

    /** Removes the rows of the query. */
    void clear(String queryId);

    @Override
    void close();
}
