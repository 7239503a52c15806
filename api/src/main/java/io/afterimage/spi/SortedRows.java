package io.afterimage.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Rows in the order of their signatures, to be walked whole or in ranges, by any number of threads. Thread-safe. */
final class SortedRows {

    private static final int MOST_BUFFER_BYTES = 256 << 10;

    private final List<SortedRun> runs;
    private final long memoryBytes;
    private final long[] samples;

    /** A range of signatures, both inclusive, unsigned. */
    record Range(long from, long to) {}

    /** Rows in some runs, the oldest first; walks may take that much memory together. */
    SortedRows(List<SortedRun> runs, long memoryBytes) {
        this.runs = runs;
        this.memoryBytes = memoryBytes;
        LongStream.Builder signatures = LongStream.builder();
        runs.forEach(run -> run.samples(signatures));
        this.samples = signatures
                .build()
                .map(signature -> signature ^ Long.MIN_VALUE) // sorts as if it were unsigned
                .sorted()
                .distinct()
                .map(signature -> signature ^ Long.MIN_VALUE)
                .toArray();
    }

    /** Cuts the rows into ranges of about so many bytes, none of them empty; a single one if there is no row. */
    List<Range> ranges(long bytes) {
        int step = (int) Math.max(1, bytes / SortedRun.SAMPLE_BYTES);
        List<Range> ranges = new ArrayList<>();
        long from = 0;
        for (int i = step; i < samples.length; i += step) {
            ranges.add(new Range(from, samples[i] - 1));
            from = samples[i];
        }
        ranges.add(new Range(from, -1));
        return ranges;
    }

    /** Walks a range; of so many walks that go on side by side. */
    RowMerge walk(Range range, int walks) {
        int bufferBytes = bufferBytes(memoryBytes / walks, runs.size());
        return new RowMerge(runs.stream()
                .map(run -> run.cursor(range.from, range.to, bufferBytes))
                .toList());
    }

    /** Walks all. */
    RowMerge walk() {
        return walk(new Range(0, -1), 1);
    }

    static int bufferBytes(long memoryBytes, int runs) {
        return (int) Math.min(MOST_BUFFER_BYTES, memoryBytes / runs);
    }
}
