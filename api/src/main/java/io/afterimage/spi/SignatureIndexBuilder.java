package io.afterimage.spi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link SignatureIndex} of signatures that come in order, as those of sorted rows do: the index of rows that were
 * loaded costs no read of the engine. Thread-safe; each range of signatures is added by one thread through its own {@link
 * Range}.
 */
final class SignatureIndexBuilder {

    private final int depth;
    private final @Nullable SignatureSet[] sets;

    /** A builder for about so many signatures. */
    SignatureIndexBuilder(long rows) {
        depth = SignatureIndex.depthFor(rows);
        sets = new SignatureSet[1 << depth];
    }

    /** Starts to add a range of signatures. */
    Range range() {
        return new Range();
    }

    private synchronized void put(int partition, long[] signatures, int size) {
        SignatureSet before = sets[partition];
        SignatureSet set = before;
        if (set == null) {
            set = new SignatureSet(size);
            sets[partition] = set;
        }
        for (int i = 0; i < size; i++) {
            set.add(signatures[i]);
        }
    }

    /** The index of all that were added. */
    synchronized SignatureIndex build(PartitionClock clock) {
        return SignatureIndex.ofKnown(clock, depth, sets);
    }

    /** Signatures in ascending order. Not thread-safe; one thread at a time. */
    final class Range implements AutoCloseable {

        private long[] signatures = new long[SignatureIndex.SPLIT_ROWS];
        private int size;
        private int partition;

        private Range() {}

        void add(long signature) {
            int at = SignatureIndex.place(signature, depth);
            if (at != partition) {
                close();
                partition = at;
            }
            if (size == signatures.length) {
                signatures = Arrays.copyOf(signatures, 2 * size);
            }
            signatures[size++] = signature;
        }

        /** Adds what is left. */
        @Override
        public void close() {
            if (size > 0) {
                put(partition, signatures, size);
                size = 0;
            }
        }
    }
}
