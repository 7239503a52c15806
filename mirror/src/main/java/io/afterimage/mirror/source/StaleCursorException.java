package io.afterimage.mirror.source;

import org.jspecify.annotations.Nullable;

/**
 * The stored cursor does not belong to the source as it is now: the file was replaced or cut, the server has forgotten the
 * position, the source is read another way. Sync from the start.
 */
public final class StaleCursorException extends SourceException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message a constant sentence, then where, expected, found, next step
     * @param cause what led to it, if anything did
     */
    public StaleCursorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
