package io.afterimage;

import org.jspecify.annotations.Nullable;

/**
 * The engine failed in the middle of a write: it is unknown whether the whole write will be there after a reopen, or
 * nothing of it. It is never there in part. The store refuses further writes with this same error until it is reopened
 * and goes on serving reads, each of a whole state, before the write or after it. Reopen, then ask for
 * {@link LiveResultsStore#position}.
 */
public final class OutcomeUnknownException extends AfterimageException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message a constant sentence, then where, expected, found, next step
     * @param cause the engine's error
     */
    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
