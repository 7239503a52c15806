package io.afterimage.mirror.source;

import org.jspecify.annotations.Nullable;

/**
 * The source answered, and will not serve the call as it is made: the credentials are wrong, the address is unknown, a right is
 * missing. Repeating it is of no use.
 */
public final class SourceRefusedException extends SourceException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the error.
     *
     * @param message a constant sentence, then where, expected, found, next step
     * @param cause the source's own error, if it has one
     */
    public SourceRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
