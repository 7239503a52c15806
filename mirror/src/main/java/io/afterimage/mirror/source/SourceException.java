package io.afterimage.mirror.source;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a source gave no deltas. Its leaves are named by what the caller does next:
 *
 * <table>
 * <caption>Leaves</caption>
 * <tr><th>leaf</th><th>next step</th></tr>
 * <tr><td>{@link SourceUnavailableException}</td><td>sync again later, from the same cursor</td></tr>
 * <tr><td>{@link SourceRefusedException}</td><td>change the address, the credentials or the rights</td></tr>
 * <tr><td>{@link SourceContentException}</td><td>change the source, or how it is read</td></tr>
 * <tr><td>{@link StaleCursorException}</td><td>sync from the start</td></tr>
 * </table>
 *
 * <p>Nothing of the failed pull was taken. Messages hold no credential and no query of an address.
 */
public abstract sealed class SourceException extends RuntimeException
        permits SourceUnavailableException, SourceRefusedException, SourceContentException, StaleCursorException {

    private static final long serialVersionUID = 1L;

    SourceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What went wrong: a constant sentence, then where, expected, found, next step. */
    @Override
    public final String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
