package io.afterimage.mirror.source;

import org.jspecify.annotations.Nullable;

/**
 * The source answered, and what it gave cannot be used: it is not what the configuration says, too large, or goes round in
 * circles. Change the source, or how it is read; the cursor stands before what failed.
 */
public final class SourceContentException extends SourceException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message a constant sentence, then where, expected, found, next step
     * @param cause what led to it, if anything did
     */
    public SourceContentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
