package io.afterimage.drasi;

import java.util.concurrent.atomic.AtomicLong;

/** How much all queries of a feed hold together. Thread-safe. */
final class HeldLoad {

    private final AtomicLong parts = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    void add(long moreParts, long moreBytes) {
        parts.addAndGet(moreParts);
        bytes.addAndGet(moreBytes);
    }

    long parts() {
        return parts.get();
    }

    long bytes() {
        return bytes.get();
    }
}
