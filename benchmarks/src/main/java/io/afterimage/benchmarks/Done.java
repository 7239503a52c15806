package io.afterimage.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a measuring thread has done, besides operations: rows, and its own time on a processor, both per second. The second
 * divided by the first is what a row costs the thread, which tells more than time on a machine that is busy. What other
 * threads do for it, as RocksDB's flushes and compactions, is not in it.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Done {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Rows. */
    public long rows;

    /** Microseconds on a processor. */
    public long cpuMicros;

    private long begun;
    private boolean counting;

    /** Waits for the first rows, so that no preparation is counted. */
    @Setup(Level.Iteration)
    public void begin() {
        counting = false;
    }

    /** Counts rows that are about to be worked on. */
    void add(long count) {
        if (!counting) {
            counting = true;
            begun = THREADS.getCurrentThreadCpuTime();
        }
        rows += count;
    }

    /** Ends the counting. */
    @TearDown(Level.Iteration)
    public void end() {
        cpuMicros = (THREADS.getCurrentThreadCpuTime() - begun) / 1_000;
    }
}
