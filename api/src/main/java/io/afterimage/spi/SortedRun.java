package io.afterimage.spi;

import java.util.function.LongConsumer;

/** Rows in the order of their signatures, each once, in memory or in a file. Thread-safe once it is sorted. */
interface SortedRun extends AutoCloseable {

    /** A sample of its signatures is taken every so many bytes of rows. */
    int SAMPLE_BYTES = 256 << 10;

    /** A walk over the signatures from the first to the last, inclusive, unsigned. */
    Cursor cursor(long from, long to, int bufferBytes);

    /** Its first signature, and the next one after every {@link #SAMPLE_BYTES}, in order. */
    void samples(LongConsumer to);

    /** Forgets the rows. */
    @Override
    void close();

    /** A walk that reads the bytes of a row only when asked to: many may stand side by side, each before a huge row. */
    interface Cursor extends RowWalk {

        /** Makes the bytes of the current row available. */
        void load();
    }
}
