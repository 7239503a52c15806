package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.RowCursor;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import java.nio.file.Path;
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
 * How long do the four calls of a writer take on each store, at {@code PROCESS_CRASH} durability? One operation of
 * {@code apply} is a batch of 100 mutations, one of {@code snapshot} reads every row. A first look at each store; the
 * suites against peers are another matter.
 *
 * <p>Command: {@code benchmarks/run StoreSmokeBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 5)
@Fork(1)
public class StoreSmokeBenchmark {

    private static final String QUERY = "smoke";
    private static final int BATCH = 100;
    private static final int ROW_BYTES = 200;

    /** The store. */
    @Param({"MEMORY", "ROCKSDB", "SQLITE"})
    public BenchmarkStore engine = BenchmarkStore.MEMORY;

    /** How many rows are live. */
    @Param("100000")
    public int liveRows;

    private Path directory = Path.of("");
    private LiveResultsStore store = BenchmarkStore.MEMORY.open(directory, Durability.NOTHING);
    private ChangeStream changes = new ChangeStream(0, 0, 0);

    /** Opens the store and loads the live rows. */
    @Setup(Level.Trial)
    public void load() {
        directory = BenchmarkStore.temporaryDirectory();
        store = engine.open(directory, Durability.PROCESS_CRASH);
        changes = new ChangeStream(1, liveRows, ROW_BYTES);
        for (int from = 0; from < liveRows; from += 1_000) {
            store.applyMutations(QUERY, changes.load(from, 1_000));
        }
    }

    /** Closes the store and deletes it. */
    @TearDown(Level.Trial)
    public void delete() {
        store.close();
        BenchmarkStore.delete(directory);
    }

    /** What the harness itself costs: making a batch. */
    @Benchmark
    public List<RowMutation> makeBatch() {
        return changes.next(BATCH);
    }

    /** A batch of 100 mixed changes to 200-byte rows. */
    @Benchmark
    public void apply() {
        store.applyMutations(QUERY, changes.next(BATCH));
    }

    /** The exact count. */
    @Benchmark
    public long rowCount() {
        return store.rowCount(QUERY);
    }

    /** A full read of a snapshot. */
    @Benchmark
    public long snapshot() {
        long bytes = 0;
        try (Snapshot snapshot = store.readSnapshot(QUERY);
                RowCursor rows = snapshot.cursor()) {
            while (rows.next()) {
                bytes += rows.data().remaining();
            }
        }
        return bytes;
    }
}
