package io.afterimage.drasi;

import org.jspecify.annotations.Nullable;

/** A line cannot be applied, whatever the store holds. Nothing of it was applied, everything before it can be. */
public final class UnusableLineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean namesLine;

    /**
     * Creates the error.
     *
     * @param message a constant sentence, then where, expected, found, next step
     */
    public UnusableLineException(String message) {
        this(message, null);
    }

    /**
     * Creates the error with what led to it.
     *
     * @param message a constant sentence, then where, expected, found, next step
     * @param cause what led to it; null where nothing did
     */
    public UnusableLineException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private UnusableLineException(String message, @Nullable Throwable cause, boolean namesLine) {
        super(message, cause);
        this.namesLine = namesLine;
    }

    /** The same, naming the line, unless it names one already. */
    UnusableLineException atLine(long number) {
        return namesLine
                ? this
                : new UnusableLineException("Line " + number + " cannot be applied. " + getMessage(), this, true);
    }
}
