package io.afterimage.mirror;

import java.util.function.BooleanSupplier;

/** Wakes up whoever waits for the event log to move. Thread-safe. */
final class HeadSignal {

    /** Called after every batch that was written, and by closes. */
    synchronized void raise() {
        notifyAll();
    }

    /** Waits until something holds, which is looked at after every call of {@link #raise}; false if time ran out. */
    synchronized boolean await(BooleanSupplier condition, long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return true;
    }
}
