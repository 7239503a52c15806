package io.afterimage.mirror.source;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The source cannot be reached or does not answer properly now, and trying again for a while did not help. Sync again
 * later, from the same cursor.
 */
public final class SourceUnavailableException extends SourceException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Duration retryAfter;

    /**
     * Creates the error.
     *
     * @param message a constant sentence, then where, expected, found, next step
     * @param cause what led to it, if anything did
     */
    public SourceUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    SourceUnavailableException(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    /**
     * How long the source asked to be left alone.
     *
     * @return the time, empty if it did not say
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
