package io.afterimage.drasi;

/**
 * Two keys of one query have the same signature, so their rows cannot both be stored. Nothing of the emission was
 * written. It will happen again with the same rows: feed signatures, or name other key columns and start over.
 */
public final class KeyCollisionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String queryId;
    private final long rowSignature;

    KeyCollisionException(String queryId, long rowSignature, String storedKey, String newKey) {
        super("Two keys of a query have one signature. Query: " + queryId + ". Signature: "
                + Long.toUnsignedString(rowSignature) + ". Known key: " + storedKey + ". Further key: " + newKey
                + ". Next: feed the query with row signatures, or drop it and name other key columns.");
        this.queryId = queryId;
        this.rowSignature = rowSignature;
    }

    /**
     * The query.
     *
     * @return its id
     */
    public String queryId() {
        return queryId;
    }

    /**
     * The signature that both keys have.
     *
     * @return an unsigned 64-bit number
     */
    public long rowSignature() {
        return rowSignature;
    }
}
