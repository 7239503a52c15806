package io.afterimage.tck.torture;

import io.afterimage.AfterimageException;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;

/**
 * When a {@link FaultyEngine} fails: at the n-th call that one thread makes, once. It also keeps account of what the store
 * has open in the engine. Thread-safe.
 */
public final class FaultPlan {

    /** How a call fails. */
    public enum Fault {
        /** It does nothing and says so. */
        UNAVAILABLE,
        /** A commit does nothing and says that nobody knows; other calls are left alone. */
        UNKNOWN_AND_NOT_WRITTEN,
        /** A commit is written and says that nobody knows; other calls are left alone. */
        UNKNOWN_AND_WRITTEN
    }

    private final List<String> disorder = new ArrayList<>();
    private Fault fault = Fault.UNAVAILABLE;
    private Thread thread = Thread.currentThread();
    private long callsToGo;
    private boolean fired;
    private int open;
    private boolean closed;

    /** A plan without a fault. */
    public FaultPlan() {}

    /**
     * Fails one of the current thread's next calls.
     *
     * @param kind how
     * @param call which one (1 is the next)
     */
    public synchronized void failAt(Fault kind, long call) {
        fault = kind;
        thread = Thread.currentThread();
        callsToGo = call;
        fired = false;
    }

    /** Fails no more. */
    public synchronized void disarm() {
        callsToGo = 0;
    }

    /**
     * Whether the fault was met.
     *
     * @return true once the call has failed
     */
    public synchronized boolean fired() {
        return fired;
    }

    /**
     * What the store did to the engine that it must not do: calls after the close, views left open at the close.
     *
     * @return one sentence each, empty if all is well
     */
    public synchronized List<String> disorder() {
        return List.copyOf(disorder);
    }

    /** A call other than a commit. */
    synchronized void call(String name) {
        requireOpen(name);
        if (fault == Fault.UNAVAILABLE && isNext()) {
            throw failure(name);
        }
    }

    /** A commit; true if it fails after it was written. */
    synchronized boolean commit() {
        requireOpen("commit");
        if (!isNext()) {
            return false;
        }
        if (fault == Fault.UNKNOWN_AND_WRITTEN) {
            return true;
        }
        throw failure("commit");
    }

    AfterimageException failure(String call) {
        String message = "A fault was injected. Call: " + call + ".";
        return fault == Fault.UNAVAILABLE
                ? new StoreUnavailableException(message, null)
                : new OutcomeUnknownException(message, null);
    }

    private boolean isNext() {
        if (callsToGo == 0 || !Thread.currentThread().equals(thread) || --callsToGo > 0) {
            return false;
        }
        fired = true;
        return true;
    }

    synchronized void opened() {
        open++;
    }

    synchronized void closed(String what) {
        requireOpen("close of " + what);
        open--;
    }

    synchronized void engineClosed() {
        requireOpen("close");
        closed = true;
        if (open != 0) {
            disorder.add("The engine was closed with " + open + " views, scans and batches open.");
        }
    }

    private void requireOpen(String call) {
        if (closed) {
            disorder.add("The engine was called after its close. Call: " + call + ".");
        }
    }
}
