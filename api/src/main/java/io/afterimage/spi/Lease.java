package io.afterimage.spi;

import io.afterimage.StoreClosedException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Lets calls in while a store is open and lets its close wait until the last one is out: why no call can ever meet a
 * closed engine. Thread-safe; entering costs one atomic add.
 */
final class Lease {

    private static final long CLOSED = Long.MIN_VALUE;

    /** The number of calls inside; {@link #CLOSED} is added once by the close. */
    private final AtomicLong inside = new AtomicLong();

    private final String storeName;

    Lease(String storeName) {
        this.storeName = storeName;
    }

    /** Enters; every entry is followed by one {@link #exit}. */
    void enter() {
        if (!tryEnter()) {
            throw closed();
        }
    }

    /** Enters unless the store is closed. */
    boolean tryEnter() {
        if (inside.get() < 0) {
            return false; // without a trace, so that nobody who knocks in vain delays the close
        }
        if (inside.getAndIncrement() >= 0) {
            return true;
        }
        exit();
        return false;
    }

    /** Makes a call inside. */
    <T> T during(Supplier<T> call) {
        enter();
        try {
            return call.get();
        } finally {
            exit();
        }
    }

    void exit() {
        if (inside.decrementAndGet() == CLOSED) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Refuses further entries and waits until the last call is out. Called once. */
    void closeAndDrain() {
        inside.addAndGet(CLOSED);
        boolean interrupted = false;
        synchronized (this) {
            while (inside.get() != CLOSED) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true; // a close must not be left half done; the interrupt is passed on below
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    StoreClosedException closed() {
        return new StoreClosedException("The store is closed. Store: " + storeName + ". Next: open it again.");
    }
}
