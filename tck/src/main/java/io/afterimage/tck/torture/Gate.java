package io.afterimage.tck.torture;

import io.afterimage.RefusedException;
import io.afterimage.StoreClosedException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of something that can be closed: a call on it may say that it is closed once a close has begun, and must say
 * so once a close has returned. Thread-safe.
 */
final class Gate {

    private final Report report;
    private final @Nullable Gate outer;
    private volatile boolean closing;
    private volatile boolean closed;

    /** The gate of a store. */
    Gate(Report report) {
        this.report = report;
        this.outer = null;
    }

    /** The gate of something that is closed with another. */
    Gate(Gate outer) {
        this.report = outer.report;
        this.outer = outer;
    }

    boolean isClosing() {
        return closing || (outer != null && outer.isClosing());
    }

    private boolean isClosed() {
        return closed || (outer != null && outer.isClosed());
    }

    /** Closes it, maybe for the second time. */
    void close(Runnable close) {
        closing = true;
        close.run();
        closed = true;
    }

    /** Makes a call; empty if it is closed. */
    <T> Optional<T> call(String what, Supplier<T> call) {
        boolean mustBeClosed = isClosed();
        try {
            T answer = call.get();
            if (mustBeClosed) {
                report.found(Harm.WRONG, what + " was answered after the close. Found: " + answer + ".");
            }
            return Optional.of(answer);
        } catch (StoreClosedException e) {
            requireClosing(what, e);
            return Optional.empty();
        }
    }

    /** Requires that a call is refused for its arguments, or because it is closed. */
    void refused(String what, Runnable call) {
        report.injected(1);
        try {
            call.run();
            report.found(Harm.WRONG, what + " was not refused.");
        } catch (RefusedException | NullPointerException e) {
            // as the contract says
        } catch (StoreClosedException e) {
            requireClosing(what, e);
        }
    }

    /** Requires that a close has begun. */
    void requireClosing(String what, StoreClosedException error) {
        if (!isClosing()) {
            report.found(Harm.WRONG, what + " says closed, and nobody has closed it. " + Torture.stackTrace(error));
        }
    }
}
