package io.afterimage.drasi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is held of one number in a query's sequence. Not thread-safe; one thread at a time. */
abstract sealed class Held permits HeldParts, HeldWhole {

    private final List<Long> rows = new ArrayList<>();
    private final Instant since;
    private Instant lastArrival;
    private long bytes;

    Held(Instant since) {
        this.since = since;
        lastArrival = since;
    }

    /** What came first of it. */
    abstract Delivery first();

    final long sequence() {
        return first().sequence();
    }

    /** When that came, or was found by a restart. */
    final Instant since() {
        return since;
    }

    /** When something came for it last, or a restart found it. */
    final Instant lastArrival() {
        return lastArrival;
    }

    /** Takes note that something came for it. */
    final void arrived(Instant now) {
        lastArrival = now;
    }

    /** The rows that hold it. */
    final List<Long> rows() {
        return rows;
    }

    /** How many bytes they take. */
    final long bytes() {
        return bytes;
    }

    /** Takes note of a further row that holds it. */
    final void stored(long row, int length) {
        rows.add(row);
        bytes += length;
    }
}
