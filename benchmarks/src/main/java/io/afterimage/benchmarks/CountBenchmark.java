package io.afterimage.benchmarks;

import io.afterimage.Durability;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does it take to count the rows exactly, and does it depend on how many they are? One operation is one count. Peers
 * that count by reading are the same question; RAW_ROCKSDB keeps no count and refuses.
 *
 * <p>Command: {@code benchmarks/run CountBenchmark -p liveRows=10000,10000000}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class CountBenchmark {

    private static final String QUERY = "count";

    /** Who keeps the rows. */
    @Param({"AFTERIMAGE_ROCKSDB", "AFTERIMAGE_SQLITE", "RAW_SQLITE_NAIVE"})
    public Contenders contender = Contenders.AFTERIMAGE_MEMORY;

    /** How many rows there are. */
    @Param({"10000", "1000000"})
    public int liveRows;

    /** How long a row is. */
    @Param("50")
    public int rowBytes;

    private final OpenContender opened = new OpenContender();

    /** Loads the rows. */
    @Setup(Level.Trial)
    public void load() {
        Contender empty = opened.open(contender, Durability.PROCESS_CRASH);
        empty.load(QUERY, new SortedRows(0, liveRows, new RowMaker(rowBytes)));
        if (empty.rowCount(QUERY) != liveRows) {
            throw new IllegalStateException(
                    "The count is wrong. Expected: " + liveRows + ". Found: " + empty.rowCount(QUERY) + ".");
        }
    }

    /** Closes and deletes everything. */
    @TearDown(Level.Trial)
    public void delete() {
        opened.close();
    }

    /** The count. */
    @Benchmark
    public long rowCount() {
        return opened.get().rowCount(QUERY);
    }
}
