package io.afterimage.spi;

import io.afterimage.CorruptStoreException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds what the parts of a full walk have yielded against what the query's record promises, so that missing or foreign
 * rows are damage and never taken for the end of the data (C20). Thread-safe.
 */
final class ScanAudit {

    private final QueryRecord query;
    private final AtomicInteger partsLeft;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong membership = new AtomicLong();

    ScanAudit(QueryRecord query, int parts) {
        this.query = query;
        this.partsLeft = new AtomicInteger(parts);
    }

    /** For a walk over a part whose siblings nobody reads: there is nothing to compare it with. */
    static ScanAudit ofOneRange(QueryRecord query) {
        return new ScanAudit(query, 2);
    }

    /** A part has reached its end; the last one to say so compares, and reads the sums only then. */
    void partEnded(long partCount, long partMembership) {
        count.addAndGet(partCount);
        membership.addAndGet(partMembership);
        if (partsLeft.decrementAndGet() > 0) {
            return;
        }
        long rows = count.get();
        long members = membership.get();
        if (rows != query.rows().count()) {
            throw CorruptStoreException.ofQuery(
                    query.queryId(),
                    "Expected: " + query.rows().count() + " rows. Found: " + rows
                            + " rows. Next: rebuild the query from its origin.",
                    null);
        }
        if (members != query.rows().membership()) {
            throw CorruptStoreException.ofQuery(
                    query.queryId(),
                    "Expected: signatures with the recorded membership checksum. Found: other signatures, equal in"
                            + " number. Next: rebuild the query from its origin.",
                    null);
        }
    }
}
