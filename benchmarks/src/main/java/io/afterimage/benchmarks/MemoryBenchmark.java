package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * How much memory does a store hold with so many rows, all of them written since it was opened, so that the exact-count index
 * knows every one? One operation writes the rows in batches of 10,000 into a fresh store; {@link Memory} is looked at after it,
 * with the store open.
 *
 * <p>Command: {@code benchmarks/run MemoryBenchmark -p liveRows=10000,1000000,10000000}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(1)
public class MemoryBenchmark {

    private static final String QUERY = "memory";
    private static final int BATCH = 10_000;

    /** What is written. */
    @State(Scope.Benchmark)
    public static class Stored {

        /** The store. */
        @Param({"ROCKSDB", "SQLITE"})
        public Engine engine = Engine.MEMORY;

        /** How many rows there are in the end. */
        @Param({"10000", "1000000"})
        public int liveRows;

        /** How long a row is. */
        @Param("200")
        public int rowBytes;

        private Path directory = Path.of("");
        private LiveResultsStore store = Engine.MEMORY.open(directory, Durability.NOTHING);
        private RowSource rows = new NumberedRows(0, new RowMaker(0));

        /** Opens an empty store. */
        @Setup(Level.Iteration)
        public void open() {
            delete();
            directory = Directories.temporary();
            store = engine.open(directory, Durability.PROCESS_CRASH);
            rows = new NumberedRows(liveRows, new RowMaker(rowBytes));
        }

        /** Closes and deletes the last one. */
        @TearDown(Level.Trial)
        public void delete() {
            store.close();
            if (!directory.equals(Path.of(""))) {
                Directories.delete(directory);
            }
        }
    }

    /** What is held. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Held {

        /** The Java heap in use, after a collection. */
        public long heapBytes;

        /** The memory of the process that is in RAM. */
        public long residentBytes;

        /** What the exact-count index takes of the heap. */
        public long countIndexBytes;

        /** What the exact-count index takes for each row. */
        public double countIndexBytesPerRow;

        /** Looks while the store is open. */
        @TearDown(Level.Iteration)
        public void look(Stored stored, BenchmarkParams benchmark) {
            Memory memory = Memory.share(stored.store, Memory.looks(benchmark));
            heapBytes = memory.heapBytes();
            residentBytes = memory.residentBytes();
            countIndexBytes = memory.countIndexBytes();
            countIndexBytesPerRow = (double) countIndexBytes / stored.liveRows;
        }
    }

    /** All rows. */
    @Benchmark
    public long write(Stored stored, Held held) {
        List<RowMutation> batch = new ArrayList<>(BATCH);
        while (stored.rows.next()) {
            batch.add(RowMutation.upsert(stored.rows.rowSignature(), stored.rows.data()));
            if (batch.size() == BATCH) {
                stored.store.applyMutations(QUERY, batch);
                batch.clear();
            }
        }
        stored.store.applyMutations(QUERY, batch);
        return stored.store.rowCount(QUERY);
    }
}
