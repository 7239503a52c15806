package io.afterimage;

import java.util.Arrays;
import java.util.Objects;

/**
 * One emission in a query's outbox. Equality is by content. Immutable as long as nobody changes the array.
 *
 * @param sequence the emission's sequence
 * @param data the entry's bytes as they were committed; the store never looks inside
 */
public record OutboxEntry(long sequence, byte[] data) {

    /** Checks that the bytes are there. */
    public OutboxEntry {
        Objects.requireNonNull(data, "data");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OutboxEntry that && sequence == that.sequence && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(sequence) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return "entry(" + sequence + ", " + data.length + " bytes)";
    }
}
