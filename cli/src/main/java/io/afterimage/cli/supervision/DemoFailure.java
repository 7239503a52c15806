package io.afterimage.cli.supervision;

/** A demo cannot go on: its child failed, its store refused what it had to take, or its data contradict themselves. */
public final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Creates the failure.
     *
     * @param message a constant sentence, then where, expected, found
     */
    public DemoFailure(String message) {
        super(message);
    }

    /**
     * Creates the failure with what led to it.
     *
     * @param message a constant sentence, then where, expected, found
     * @param cause what led to it
     */
    public DemoFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
