package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.reactions.LiveQuery;
import io.afterimage.reactions.RowDiff;
import io.afterimage.reactions.SnapshotCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

/**
 * How long does it take 100 reactions that restart together to read all rows of one live query, each for itself or through
 * a {@link SnapshotCache} of 64 MiB? One operation is 100 threads, each of which opens a snapshot and walks all of it. The
 * cache is empty at the beginning of each operation. {@code engineReads} counts the snapshots that the store opened,
 * {@code keptBytes} is what the cache holds at the end. The heap is 256 MiB.
 *
 * <p>Command: {@code benchmarks/run SnapshotSharingBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx256m"})
public class SnapshotSharingBenchmark {

    private static final int REACTIONS = 100;
    private static final int ROWS = 200_000;
    private static final int ROW_BYTES = 200;
    private static final int EMISSION_ROWS = 1_000;
    private static final long CACHE_BYTES = 64L << 20;

    /** The store. */
    @Param({"ROCKSDB", "SQLITE"})
    public Engine engine = Engine.ROCKSDB;

    /** Whether the reactions share. */
    @Param({"true", "false"})
    public boolean shared;

    private Path directory = Path.of("");
    private LiveResultsStore store = Engine.MEMORY.open(directory, Durability.NOTHING);
    private CountedQuery query = new CountedQuery(LiveQuery.over(store, "q").open());
    private ExecutorService reactions = Executors.newFixedThreadPool(REACTIONS);

    /** What an operation cost besides time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cost {
        /** How many snapshots the store opened. */
        public long engineReads;
        /** What the cache holds at the end. */
        public long keptBytes;
    }

    /** Opens the store and publishes the rows. */
    @Setup(Level.Trial)
    public void load() {
        directory = Directories.temporary();
        store = engine.open(directory, Durability.PROCESS_CRASH);
        LiveQuery published = LiveQuery.over(store, "orders").open();
        Random random = new Random(42);
        for (int first = 0; first < ROWS; first += EMISSION_ROWS) {
            List<RowDiff> diffs = new ArrayList<>();
            for (int i = 0; i < EMISSION_ROWS; i++) {
                byte[] row = new byte[ROW_BYTES];
                random.nextBytes(row);
                diffs.add(new RowDiff.Added(random.nextLong(), row));
            }
            published.publish(diffs);
        }
        query = new CountedQuery(published);
    }

    /** Closes everything. */
    @TearDown(Level.Trial)
    public void close() {
        reactions.shutdown();
        store.close();
        Directories.delete(directory);
    }

    /** 100 bootstraps at once. */
    @Benchmark
    public long bootstraps(Cost cost) throws Exception {
        SnapshotCache cache = SnapshotCache.of(CACHE_BYTES);
        Callable<Long> bootstrap = () -> walk(shared ? cache.snapshot(query) : query.readSnapshot());
        List<Callable<Long>> all = new ArrayList<>();
        for (int i = 0; i < REACTIONS; i++) {
            all.add(bootstrap);
        }
        long bytes = 0;
        for (Future<Long> reaction : reactions.invokeAll(all)) {
            bytes += reaction.get();
        }
        if (bytes != (long) REACTIONS * ROWS * ROW_BYTES) {
            throw new IllegalStateException("The reactions read " + bytes + " bytes.");
        }
        cost.engineReads = query.takeReads();
        cost.keptBytes = cache.keptBytes();
        return bytes;
    }

    private static long walk(Snapshot opened) {
        long bytes = 0;
        try (Snapshot snapshot = opened;
                RowCursor rows = snapshot.cursor()) {
            while (rows.next()) {
                bytes += rows.data().remaining();
            }
        }
        return bytes;
    }
}
