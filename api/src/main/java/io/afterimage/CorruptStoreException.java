package io.afterimage;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Stored bytes are damaged, or stored facts contradict each other. Damaged bytes are never returned as data, never
 * skipped, never taken for the end of the data. Rebuild what the error names from its origin.
 */
public final class CorruptStoreException extends AfterimageException implements NothingWritten {

    private static final long serialVersionUID = 1L;

    private final @Nullable String queryId;
    private final @Nullable Long rowSignature;

    private CorruptStoreException(
            String message, @Nullable String queryId, @Nullable Long rowSignature, @Nullable Throwable cause) {
        super(message, cause);
        this.queryId = queryId;
        this.rowSignature = rowSignature;
    }

    /**
     * Damage that cannot be put down to one query.
     *
     * @param what what was expected and what was found
     * @param cause the engine's error, null where there is none
     * @return the error, to be thrown
     */
    public static CorruptStoreException ofStore(String what, @Nullable Throwable cause) {
        return new CorruptStoreException("The store is damaged. " + what, null, null, cause);
    }

    /**
     * Damage in what is stored for one query.
     *
     * @param queryId the query
     * @param what what was expected and what was found
     * @param cause the engine's error, null where there is none
     * @return the error, to be thrown
     */
    public static CorruptStoreException ofQuery(String queryId, String what, @Nullable Throwable cause) {
        return new CorruptStoreException(
                "The stored state of a query is damaged. Query: " + queryId + ". " + what, queryId, null, cause);
    }

    /**
     * Damage in one row.
     *
     * @param queryId the query
     * @param rowSignature the row's signature
     * @param what what was expected and what was found
     * @return the error, to be thrown
     */
    public static CorruptStoreException ofRow(String queryId, long rowSignature, String what) {
        return new CorruptStoreException(
                "A stored row is damaged. Query: " + queryId + ". Signature: " + Long.toUnsignedString(rowSignature)
                        + ". " + what,
                queryId,
                rowSignature,
                null);
    }

    /**
     * The damaged query.
     *
     * @return the query id, empty where the damage cannot be put down to one query
     */
    public Optional<String> queryId() {
        return Optional.ofNullable(queryId);
    }

    /**
     * The damaged row.
     *
     * @return the row's signature, empty where the damage cannot be put down to one row
     */
    public OptionalLong rowSignature() {
        return rowSignature == null ? OptionalLong.empty() : OptionalLong.of(rowSignature);
    }
}
