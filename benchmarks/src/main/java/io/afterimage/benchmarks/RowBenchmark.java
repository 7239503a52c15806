package io.afterimage.benchmarks;

import io.afterimage.Durability;
import java.util.SplittableRandom;
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
 * How long does it take to read one row, and to learn that there is none? One operation is one row, chosen uniformly. The rows
 * are more than the engines' caches hold, unless {@code liveRows} is made small; the system's file cache holds them all.
 *
 * <p>Command: {@code benchmarks/run RowBenchmark -p liveRows=10000,1000000}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class RowBenchmark {

    private static final String QUERY = "row";

    /** Who keeps the rows. */
    @Param({"RAW_ROCKSDB", "AFTERIMAGE_ROCKSDB", "RAW_SQLITE_NAIVE", "RAW_SQLITE_OURS", "AFTERIMAGE_SQLITE"})
    public Contenders contender = Contenders.AFTERIMAGE_MEMORY;

    /** How many rows there are. */
    @Param("1000000")
    public int liveRows;

    /** How long a row is. */
    @Param("200")
    public int rowBytes;

    private final OpenContender opened = new OpenContender();
    private final SplittableRandom random = new SplittableRandom(29);

    /** Loads the rows. */
    @Setup(Level.Trial)
    public void load() {
        opened.open(contender, Durability.PROCESS_CRASH)
                .load(QUERY, new SortedRows(0, liveRows, new RowMaker(rowBytes)));
    }

    /** Closes and deletes everything. */
    @TearDown(Level.Trial)
    public void delete() {
        opened.close();
    }

    /** A row that is there. */
    @Benchmark
    public long present() {
        byte[] row = opened.get().row(QUERY, RowMaker.signature(random.nextInt(liveRows)));
        if (row == null) {
            throw new IllegalStateException("A row is missing.");
        }
        return ReadSum.of(0, row);
    }

    /** A row that is not there. */
    @Benchmark
    public void absent() {
        if (opened.get().row(QUERY, RowMaker.signature((long) liveRows + random.nextInt(liveRows))) != null) {
            throw new IllegalStateException("A row is there that was never written.");
        }
    }
}
