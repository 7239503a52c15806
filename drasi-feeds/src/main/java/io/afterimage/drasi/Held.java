package io.afterimage.drasi;

import java.time.Instant;
import java.util.List;

/** What is held of one number in a query's sequence. Not thread-safe; one thread at a time. */
sealed interface Held permits HeldParts, HeldWhole {

    /** What came first of it. */
    Delivery first();

    /** When that came, or was found by a restart. */
    Instant since();

    /** When something came for it last, or a restart found it. */
    Instant lastArrival();

    /** Takes note that something came for it. */
    void arrived(Instant now);

    /** The rows that hold it. */
    List<Long> rows();

    /** How many bytes they take. */
    long bytes();

    /** Takes note of a further row that holds it. */
    void stored(long row, int length);

    default long sequence() {
        return first().sequence();
    }
}
