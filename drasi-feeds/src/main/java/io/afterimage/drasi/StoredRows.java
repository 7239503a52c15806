package io.afterimage.drasi;

import org.jspecify.annotations.Nullable;

/** The rows of queries as they are after everything that waits to be written. */
interface StoredRows {

    /**
     * One row.
     *
     * @param queryId the query
     * @param rowSignature the row
     * @return its stored bytes, not to be changed; null if it is absent
     */
    byte @Nullable [] row(String queryId, long rowSignature);
}
