package io.afterimage.drasi;

import io.afterimage.drasi.Completion.Ready;
import io.afterimage.reactions.EmissionDraft;
import io.afterimage.reactions.RowDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Emissions of one query that are to be committed together, in order. Not thread-safe; one thread at a time. */
final class Batch {

    private final String queryId;
    private final PendingRows rows;
    private final SortedMap<Long, EmissionDraft> drafts = new TreeMap<>();
    private final List<Ready> emissions = new ArrayList<>();
    private @Nullable RowIdentity identity;
    private long next;
    private long skipped;

    /**
     * Starts without any.
     *
     * @param queryId the query
     * @param rows its stored rows
     * @param identity how they are told apart; null where no row has come yet
     * @param next the number that is next
     */
    Batch(String queryId, PendingRows rows, @Nullable RowIdentity identity, long next) {
        this.queryId = queryId;
        this.rows = rows;
        this.identity = identity;
        this.next = next;
    }

    /** Takes a later number for the first one, without leaving any out. */
    void startAt(long sequence) {
        next = sequence;
    }

    void add(Ready ready) {
        long sequence = ready.line().sequence();
        emissions.add(ready);
        drafts.put(sequence, ready.draft());
        rows.add(queryId, ready.draft().diffs().stream().map(RowDiff::mutation).toList());
        identity = ready.identity();
        skipped += sequence - next;
        next = sequence + 1;
    }

    /** The rows as they are after all of it. */
    StoredRows rows() {
        return rows;
    }

    @Nullable
    RowIdentity identity() {
        return identity;
    }

    long next() {
        return next;
    }

    /** How many numbers are left out before its emissions. */
    long skipped() {
        return skipped;
    }

    SortedMap<Long, EmissionDraft> drafts() {
        return drafts;
    }

    List<Ready> emissions() {
        return emissions;
    }

    int size() {
        return emissions.size();
    }
}
