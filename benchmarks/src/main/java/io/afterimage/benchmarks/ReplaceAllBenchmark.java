package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import java.nio.file.Path;
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
 * How long does a full resync take, by {@code replaceAll} and by batches of {@code applyMutations} after a clear? Rows come in
 * random order of their signatures and replace as many others; one operation is all rows. {@code makeRows} is what the harness
 * itself costs, in every figure alike.
 *
 * <p>Command: {@code benchmarks/run ReplaceAllBenchmark -p rows=5000000}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class ReplaceAllBenchmark {

    private static final String QUERY = "resync";

    /** Where the rows come from. */
    @State(Scope.Benchmark)
    public static class Source {

        /** How many rows the query has, before and after. */
        @Param("1000000")
        public int rows;

        /** How long a row is. */
        @Param("200")
        public int rowBytes;

        private RowMaker maker = new RowMaker(0);

        /** Begins. */
        @Setup(Level.Trial)
        public void begin() {
            maker = new RowMaker(rowBytes);
        }

        private RowSource all() {
            return new NumberedRows(rows, maker);
        }
    }

    /** Where they go. */
    @State(Scope.Benchmark)
    public static class Kept {

        /** The store. */
        @Param({"ROCKSDB", "SQLITE"})
        public Engine engine = Engine.MEMORY;

        /** What survives. */
        @Param("PROCESS_CRASH")
        public Durability durability = Durability.PROCESS_CRASH;

        /** How many rows are applied at once. */
        @Param("1000")
        public int batch;

        private Path directory = Path.of("");
        private LiveResultsStore store = Engine.MEMORY.open(directory, Durability.NOTHING);

        /** Opens the store and fills it once. */
        @Setup(Level.Trial)
        public void open(Source source) {
            directory = Directories.temporary();
            store = engine.open(directory, durability);
            replaceAll(source);
        }

        /** Closes and deletes it. */
        @TearDown(Level.Trial)
        public void delete() {
            store.close();
            Directories.delete(directory);
        }

        private Position replaceAll(Source source) {
            return store.replaceAll(QUERY, new Position(0, 1, 0), source.all());
        }
    }

    /** What the harness itself costs: making the rows. */
    @Benchmark
    public long makeRows(Source source) {
        long sum = 0;
        for (RowSource rows = source.all(); rows.next(); ) {
            sum += ReadSum.of(rows.rowSignature(), rows.data());
        }
        return sum;
    }

    /** Written aside, then one flip. */
    @Benchmark
    public Position replaceAll(Source source, Kept kept) {
        return kept.replaceAll(source);
    }

    /** Cleared, then written batch by batch. */
    @Benchmark
    public long applyMutations(Source source, Kept kept) {
        kept.store.clear(QUERY);
        List<RowMutation> batch = new ArrayList<>(kept.batch);
        for (RowSource rows = source.all(); rows.next(); ) {
            batch.add(RowMutation.upsert(rows.rowSignature(), rows.data()));
            if (batch.size() == kept.batch) {
                kept.store.applyMutations(QUERY, batch);
                batch.clear();
            }
        }
        kept.store.applyMutations(QUERY, batch);
        return kept.store.rowCount(QUERY);
    }
}
