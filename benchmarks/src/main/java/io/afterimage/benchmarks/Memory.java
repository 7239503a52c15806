package io.afterimage.benchmarks;

import io.afterimage.LiveResultsStore;
import io.afterimage.spi.EngineStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * What the process holds while a store is open. The resident memory is all of it: the heap as it was reserved, the engine's
 * native memory, the JVM itself; the same figure for a small store is what to subtract.
 *
 * <p>JMH adds up what an event counter says in all iterations of all forks. So each look gives its share of the mean.
 *
 * @param heapBytes the Java heap in use, after a collection
 * @param residentBytes the memory of the process that is in RAM ({@code VmRSS} of Linux)
 * @param countIndexBytes what the exact-count index takes of the heap
 */
record Memory(long heapBytes, long residentBytes, long countIndexBytes) {

    /** Looks at the process now; for an event counter, as one of {@code looks}. */
    static Memory share(LiveResultsStore store, int looks) {
        System.gc();
        return new Memory(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / looks,
                (residentKib() << 10) / looks,
                store instanceof EngineStore counted ? counted.countIndexBytes() / looks : 0);
    }

    /** How often a benchmark is measured. */
    static int looks(BenchmarkParams benchmark) {
        return Math.max(1, benchmark.getForks()) * benchmark.getMeasurement().getCount();
    }

    private static long residentKib() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("The process cannot be looked at; this benchmark needs Linux.", e);
        }
    }
}
