package io.afterimage.drasi.http;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes all bodies together may take. Thread-safe. */
final class BodyBudget {

    private final AtomicLong left;

    BodyBudget(long maxBytes) {
        left = new AtomicLong(maxBytes);
    }

    /** Takes some, or none if they are not there. */
    boolean tryTake(long bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
