package io.afterimage;

/**
 * The call can never succeed as it was made: an argument is outside its limits, or the store was opened read-only. Fix
 * the call; repeating it is of no use.
 */
public final class RefusedException extends AfterimageException implements NothingWritten {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the refusal.
     *
     * @param message a constant sentence, then where, expected, found, next step
     */
    public RefusedException(String message) {
        super(message, null);
    }

    /**
     * Creates the refusal with what led to it.
     *
     * @param message a constant sentence, then where, expected, found, next step
     * @param cause what led to it
     */
    public RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
