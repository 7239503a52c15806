package io.afterimage.cli.demo;

/** The demo cannot go on: its child failed, its store refused what it had to take, or its data contradict themselves. */
final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    DemoFailure(String message) {
        super(message);
    }

    DemoFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
