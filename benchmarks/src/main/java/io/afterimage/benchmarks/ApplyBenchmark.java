package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.RowMutation;
import java.util.List;
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
 * How many rows a second does each contender take, by size of batch, kind of change, choice of rows, size of row and number of
 * live rows? One operation is one batch; {@link Done} counts rows and the thread's work. {@code makeBatch} is what the harness
 * itself costs, in every figure of {@code apply} alike. The live rows are loaded before; what FRESH rows add is deleted
 * between iterations.
 *
 * <p>Command: {@code benchmarks/run ApplyBenchmark -p batch=1,10,100,1000 -p liveRows=1000000}
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class ApplyBenchmark {

    private static final String QUERY = "apply";

    /** What is applied. */
    @State(Scope.Benchmark)
    public static class Stream {

        /** Of what it consists. */
        @Param("MIX")
        public Mix mix = Mix.MIX;

        /** Which rows are updated. */
        @Param("UNIFORM")
        public Choice choice = Choice.UNIFORM;

        /** How many changes are applied at once. */
        @Param("100")
        public int batch;

        /** How long a row is. */
        @Param("200")
        public int rowBytes;

        /** How many rows are live. */
        @Param("100000")
        public int liveRows;

        private Changes changes = new Changes(Mix.MIX, Choice.UNIFORM, 1, 0);

        /** Begins the stream. */
        @Setup(Level.Trial)
        public void begin() {
            changes = new Changes(mix, choice, liveRows, rowBytes);
        }
    }

    /** To what it is applied. */
    @State(Scope.Benchmark)
    public static class Kept {

        /** Who keeps the rows. */
        @Param({"RAW_ROCKSDB", "AFTERIMAGE_ROCKSDB", "RAW_SQLITE_NAIVE", "RAW_SQLITE_OURS", "AFTERIMAGE_SQLITE"})
        public Contenders contender = Contenders.AFTERIMAGE_MEMORY;

        /** What survives. */
        @Param("PROCESS_CRASH")
        public Durability durability = Durability.PROCESS_CRASH;

        private final OpenContender opened = new OpenContender();

        /** Loads the live rows. */
        @Setup(Level.Trial)
        public void load(Stream stream) {
            opened.open(contender, durability).load(QUERY, stream.changes.live());
        }

        /** Deletes what the last iteration has added. */
        @Setup(Level.Iteration)
        public void trim(Stream stream) {
            for (List<RowMutation> rows = stream.changes.surplus(1_000);
                    !rows.isEmpty();
                    rows = stream.changes.surplus(1_000)) {
                opened.get().apply(QUERY, rows);
            }
        }

        /** Closes and deletes it. */
        @TearDown(Level.Trial)
        public void delete() {
            opened.close();
        }
    }

    /** What the harness itself costs: making a batch. */
    @Benchmark
    public List<RowMutation> makeBatch(Stream stream, Done done) {
        done.add(stream.batch);
        return stream.changes.next(stream.batch);
    }

    /** A batch of changes, as one atomic write. */
    @Benchmark
    public void apply(Stream stream, Kept kept, Done done) {
        done.add(stream.batch);
        kept.opened.get().apply(QUERY, stream.changes.next(stream.batch));
    }
}
