package io.afterimage.spi;

import io.afterimage.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What outlives a {@link HeapEngine}, and what watches it: counts calls and open things, remembers misuse, and lets a test
 * fail or halt any call. Thread-safe.
 */
final class HeapDisk {

    private final ConcurrentLinkedQueue<String> misuse = new ConcurrentLinkedQueue<>();
    private final AtomicInteger openThings = new AtomicInteger();
    private volatile HeapState state = new HeapState();
    private volatile Consumer<String> onCall = name -> {};

    HeapState state() {
        return state;
    }

    void commit(HeapState next) {
        try {
            next.checkInvariants();
        } catch (AssertionError e) {
            misuse.add(e.toString());
        }
        state = next;
    }

    /** Waits until the reclaimer has left nothing that no query shows; fails when the test's time is up. */
    void awaitNoGarbage() {
        while (state.hasGarbage()) {
            if (Thread.interrupted()) {
                throw new AssertionError("Garbage is left behind: " + state.queries.values());
            }
            Thread.onSpinWait();
        }
    }

    /** Runs at the begin of every call from now on, with its name; may throw or wait. */
    void onCall(Consumer<String> action) {
        onCall = action;
    }

    /** Lets the n-th of some calls from now on fail (from 0). */
    Fault failAt(int n, Predicate<String> calls, Supplier<RuntimeException> failure) {
        Fault fault = new Fault(n, calls, failure);
        onCall = fault;
        return fault;
    }

    /** Calls that may fail with nothing written: all but closes and the moment after a commit. */
    static boolean mayFail(String call) {
        return !call.startsWith("close") && !call.equals("committed");
    }

    static RuntimeException unavailable() {
        return new StoreUnavailableException("The disk is full.", null);
    }

    void call(String name) {
        onCall.accept(name);
    }

    void require(boolean holds, String otherwise) {
        if (!holds) {
            misuse.add(otherwise);
            throw new AssertionError(otherwise);
        }
    }

    void opened(String what) {
        openThings.incrementAndGet();
    }

    void closed(String what) {
        openThings.decrementAndGet();
    }

    int openThings() {
        return openThings.get();
    }

    List<String> misuse() {
        return List.copyOf(misuse);
    }

    EngineStore open(StoreSettings settings) {
        onCall = name -> {};
        return new EngineStore(new HeapEngine(this), settings, "heap");
    }

    /** Fails one call. */
    static final class Fault implements Consumer<String> {

        private final AtomicInteger left;
        private final Predicate<String> calls;
        private final Supplier<RuntimeException> failure;

        private Fault(int n, Predicate<String> calls, Supplier<RuntimeException> failure) {
            this.left = new AtomicInteger(n);
            this.calls = calls;
            this.failure = failure;
        }

        @Override
        public void accept(String call) {
            if (calls.test(call) && left.getAndDecrement() == 0) {
                throw failure.get();
            }
        }

        boolean struck() {
            return left.get() < 0;
        }
    }
}
