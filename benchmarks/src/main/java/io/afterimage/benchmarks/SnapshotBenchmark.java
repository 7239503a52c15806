package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.RowMutation;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
 * How many rows a second are read of a query at one moment, in one thread and in several? One operation opens a
 * snapshot, copies every row onto the heap, reads a little of each ({@link ReadSum}) and closes the snapshot. The rows are
 * loaded in one piece; {@code changes} mixed ones are applied after that, in batches of 1,000, so that the rows lie as they do in
 * a store that is used. {@link Done} counts rows and the calling thread's work, which is all of it where there is one part.
 * Contenders other than Afterimage's and RAW_ROCKSDB refuse more parts than one; on SQLite the parts take turns.
 *
 * <p>Command: {@code benchmarks/run SnapshotBenchmark -p parts=1,2,4 -p contender=RAW_ROCKSDB,AFTERIMAGE_ROCKSDB}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class SnapshotBenchmark {

    private static final String QUERY = "snapshot";
    private static final int BATCH = 1_000;

    /** Who keeps the rows. */
    @Param({"RAW_ROCKSDB", "AFTERIMAGE_ROCKSDB", "RAW_SQLITE_NAIVE", "RAW_SQLITE_OURS", "AFTERIMAGE_SQLITE"})
    public Contenders contender = Contenders.AFTERIMAGE_MEMORY;

    /** How many threads read, each an equal part of the signature space. */
    @Param("1")
    public int parts;

    /** How many rows there are. */
    @Param("500000")
    public int liveRows;

    /** How long a row is. */
    @Param("200")
    public int rowBytes;

    /** How many changes were applied since the rows were loaded. */
    @Param("0")
    public int changes;

    private final OpenContender opened = new OpenContender();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private long rows;

    /** Loads the rows. */
    @Setup(Level.Trial)
    public void load() {
        Changes stream = new Changes(Mix.MIX, Choice.UNIFORM, liveRows, rowBytes);
        Contender empty = opened.open(contender, Durability.PROCESS_CRASH);
        empty.load(QUERY, stream.live());
        for (int left = changes; left > 0; left -= BATCH) {
            List<RowMutation> batch = stream.next(Math.min(left, BATCH));
            empty.apply(QUERY, batch);
        }
        rows = stream.rows();
    }

    /** Closes and deletes everything. */
    @TearDown(Level.Trial)
    public void delete() {
        threads.shutdown();
        opened.close();
    }

    /** All rows. */
    @Benchmark
    public long read(Done done) {
        done.add(rows);
        return parts == 1 ? opened.get().readAll(QUERY) : opened.get().readAll(QUERY, parts, threads);
    }
}
