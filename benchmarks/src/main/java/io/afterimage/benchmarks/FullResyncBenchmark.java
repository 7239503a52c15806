package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import java.nio.file.Path;
import java.util.List;
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
 * How long does a full resync take, by {@code replaceAll} and by batches of 1,000 rows after a {@code clear}? Rows of 200
 * random bytes in random order of their signatures, {@code PROCESS_CRASH} durability; one operation is all rows.
 *
 * <p>Command: {@code benchmarks/run FullResyncBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class FullResyncBenchmark {

    private static final String QUERY = "resync";
    private static final int BATCH = 1_000;
    private static final int ROW_BYTES = 200;

    /** The store. */
    @Param({"ROCKSDB", "SQLITE"})
    public Engine engine = Engine.ROCKSDB;

    /** How many rows the query has, before and after. */
    @Param("1000000")
    public int rows;

    private Path directory = Path.of("");
    private LiveResultsStore store = Engine.MEMORY.open(directory, Durability.NOTHING);

    /** Opens the store and fills it once. */
    @Setup(Level.Trial)
    public void load() {
        directory = Directories.temporary();
        store = engine.open(directory, Durability.PROCESS_CRASH);
        replaceAll();
    }

    /** Closes the store and deletes it. */
    @TearDown(Level.Trial)
    public void delete() {
        store.close();
        Directories.delete(directory);
    }

    /** What the harness itself costs: making the rows. */
    @Benchmark
    public long makeRows() {
        long bytes = 0;
        RandomRows made = new RandomRows(rows);
        while (made.next()) {
            bytes += made.data().length;
        }
        return bytes;
    }

    /** Written aside, then one flip. */
    @Benchmark
    public Position replaceAll() {
        return store.replaceAll(QUERY, new Position(0, 1, 0), new RandomRows(rows));
    }

    /** Cleared, then written batch by batch. */
    @Benchmark
    public long clearAndApply() {
        store.clear(QUERY);
        RandomRows made = new RandomRows(rows);
        RowMutation[] batch = new RowMutation[BATCH];
        for (int from = 0; from < rows; from += BATCH) {
            for (int i = 0; i < BATCH && made.next(); i++) {
                batch[i] = RowMutation.upsert(made.rowSignature(), made.data());
            }
            store.applyMutations(QUERY, List.of(batch));
        }
        return store.rowCount(QUERY);
    }

    /** Rows in random order, the same for every run. */
    private static final class RandomRows implements RowSource {

        private final int count;
        private final SplittableRandom random = new SplittableRandom(17);
        private int made;
        private long signature;

        RandomRows(int count) {
            this.count = count;
        }

        @Override
        public boolean next() {
            signature = random.nextLong();
            return made++ < count;
        }

        @Override
        public long rowSignature() {
            return signature;
        }

        @Override
        public byte[] data() {
            byte[] data = new byte[ROW_BYTES];
            random.nextBytes(data);
            return data;
        }
    }
}
