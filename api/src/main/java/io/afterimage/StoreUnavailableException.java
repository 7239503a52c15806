package io.afterimage;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot serve the call now, for a reason that may pass: the disk is full, a file could not be read, the
 * engine is busy. Nothing was written. Retry later; no reopening is needed.
 */
public final class StoreUnavailableException extends AfterimageException implements NothingWritten {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message a constant sentence, then where, expected, found, next step
     * @param cause the engine's error
     */
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
