package io.afterimage.cli;

import org.jspecify.annotations.Nullable;

/** A command cannot go on. Carries the exit code and what to tell the user; whatever was committed before stays. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * Creates the failure.
     *
     * @param exitCode one of {@link ExitCode}
     * @param message a constant sentence, then where, expected, found, next step
     */
    public CommandFailure(int exitCode, String message) {
        this(exitCode, message, null);
    }

    /**
     * Creates the failure with what led to it.
     *
     * @param exitCode one of {@link ExitCode}
     * @param message a constant sentence, then where, expected, found, next step
     * @param cause what led to it, shown with {@code --verbose}
     */
    public CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /**
     * The exit code.
     *
     * @return one of {@link ExitCode}
     */
    public int exitCode() {
        return exitCode;
    }
}
