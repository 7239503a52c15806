package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.RowMutation;
import java.util.ArrayList;
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
 * How long do clear and reset take, and are the next write, read and open slower for them, by the number of rows that were
 * there? One operation is one call on a fresh store whose rows were just loaded; with no rows it is what the call costs anyway.
 * What is reclaimed later is reclaimed beside the calls that follow, and is in their figures. Calls are warmed up on small sets
 * before, as each large one is measured once.
 *
 * <p>Command: {@code benchmarks/run ClearBenchmark -p liveRows=0,10000,5000000}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(1)
public class ClearBenchmark {

    private static final String QUERY = "clear";
    private static final int WARM_UPS = 100;
    private static final int WARM_UP_ROWS = 1_000;

    /** Who keeps the rows, with all of them there. */
    @State(Scope.Benchmark)
    public static class Loaded {

        /** Who keeps the rows. */
        @Param({"AFTERIMAGE_ROCKSDB", "AFTERIMAGE_SQLITE"})
        public Contenders contender = Contenders.AFTERIMAGE_MEMORY;

        /** What survives. */
        @Param("PROCESS_CRASH")
        public Durability durability = Durability.PROCESS_CRASH;

        /** How many rows there are. */
        @Param({"0", "10000", "500000"})
        public int liveRows;

        /** How long a row is. */
        @Param("200")
        public int rowBytes;

        private final RowMaker maker = new RowMaker(200);
        private final OpenContender opened = new OpenContender();

        /** Has all calls compiled. */
        @Setup(Level.Trial)
        public void warmUp() {
            Contender small = opened.open(contender, durability);
            for (int i = 0; i < WARM_UPS; i++) {
                small.load(QUERY, new SortedRows(0, WARM_UP_ROWS, maker));
                small.clear(QUERY);
                small.apply(QUERY, batch());
                small.readAll(QUERY);
                small.rowCount(QUERY);
                small.clear(QUERY);
            }
            opened.close();
        }

        /** Loads the rows into a fresh store. */
        @Setup(Level.Iteration)
        public void load() {
            Contender empty = opened.open(contender, durability);
            empty.apply(QUERY, batch());
            empty.clear(QUERY);
            empty.load(QUERY, new SortedRows(0, liveRows, new RowMaker(rowBytes)));
        }

        /** Closes and deletes it. */
        @TearDown(Level.Iteration)
        public void delete() {
            opened.close();
        }

        private List<RowMutation> batch() {
            List<RowMutation> batch = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                batch.add(RowMutation.upsert(RowMaker.signature(-1L - i), maker.next()));
            }
            return batch;
        }
    }

    /** The same after a clear. */
    @State(Scope.Benchmark)
    public static class Cleared {

        private List<RowMutation> batch = List.of();

        /** Clears the rows. */
        @Setup(Level.Iteration)
        public void clear(Loaded loaded) {
            loaded.opened.get().clear(QUERY);
            batch = loaded.batch();
        }
    }

    /** The same after a clear and a close. */
    @State(Scope.Benchmark)
    public static class Shut {

        /** Clears the rows and closes the store. */
        @Setup(Level.Iteration)
        public void clear(Loaded loaded) {
            loaded.opened.get().clear(QUERY);
            loaded.opened.shut();
        }
    }

    /** All rows go. */
    @Benchmark
    public void clear(Loaded loaded) {
        loaded.opened.get().clear(QUERY);
    }

    /** All rows go, and a new life begins. */
    @Benchmark
    public void reset(Loaded loaded) {
        loaded.opened.get().reset(QUERY);
    }

    /** A hundred rows are written right after a clear. */
    @Benchmark
    public void thenApply(Loaded loaded, Cleared cleared) {
        loaded.opened.get().apply(QUERY, cleared.batch);
    }

    /** Count and rows are read right after a clear. */
    @Benchmark
    public long thenRead(Loaded loaded, Cleared cleared) {
        return loaded.opened.get().readAll(QUERY) + loaded.opened.get().rowCount(QUERY);
    }

    /** The store is opened after a clear and a close, and counts. */
    @Benchmark
    public long thenOpen(Loaded loaded, Shut shut) {
        return loaded.opened.openAgain(loaded.contender, loaded.durability).rowCount(QUERY);
    }
}
