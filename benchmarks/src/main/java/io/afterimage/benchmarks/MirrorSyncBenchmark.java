package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.mirror.BatchResult;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaBatch;
import io.afterimage.mirror.MirrorStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How many deltas a second does a mirror take in batches of 1,000, beside the same deltas in a transaction each? Deltas
 * are upserts of about 200 bytes, four in five to records that are there, over four resources; every one changes its
 * record. One operation is one delta; the ratio of the two at one durability is the answer.
 *
 * <p>Command: {@code benchmarks/run MirrorSyncBenchmark}
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class MirrorSyncBenchmark {

    private static final int BATCH = 1_000;
    private static final int RESOURCES = 4;
    private static final int RECORDS = 20_000;

    /** The store. */
    @Param({"ROCKSDB", "SQLITE"})
    public Engine engine = Engine.ROCKSDB;

    /** What survives. */
    @Param({"PROCESS_CRASH", "POWER_LOSS"})
    public Durability durability = Durability.PROCESS_CRASH;

    /** The record cache. */
    @Param("16777216")
    public long cacheBytes;

    private final Random random = new Random(1);
    private Path directory = Path.of("");
    private LiveResultsStore store = Engine.MEMORY.open(directory, Durability.NOTHING);
    private MirrorStore mirror = MirrorStore.over(store).open();
    private long moment;

    /** Opens the mirror and loads the records. */
    @Setup(Level.Trial)
    public void load() {
        directory = Directories.temporary();
        store = engine.open(directory, durability);
        mirror = MirrorStore.over(store).cache(cacheBytes).open();
        for (int i = 0; i < RECORDS / BATCH; i++) {
            mirror.apply(DeltaBatch.of(deltas()));
        }
    }

    /** Closes the mirror and deletes it. */
    @TearDown(Level.Trial)
    public void delete() {
        mirror.close();
        store.close();
        Directories.delete(directory);
    }

    private List<Delta> deltas() {
        List<Delta> deltas = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            deltas.add(delta());
        }
        return deltas;
    }

    private Delta delta() {
        moment++;
        int record = moment % 5 == 0 ? (int) moment : random.nextInt(RECORDS);
        return Delta.upsert(
                "resource-" + record % RESOURCES,
                "record-" + record,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", record)
                        .put("changed", moment)
                        .put("total", 12.5)
                        .put("customer", "customer number " + record)
                        .put(
                                "note",
                                "a note of some length that nobody reads, but which has to be stored all the same"),
                Instant.EPOCH.plusMillis(moment),
                "benchmark");
    }

    /** What the harness itself costs: making the deltas. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public List<Delta> makeDeltas() {
        return deltas();
    }

    /** A pulled page of 1,000 deltas with its cursor, in one atomic write. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public BatchResult batched() {
        return mirror.apply(DeltaBatch.of(deltas()).withCursor("benchmark", Long.toString(moment)));
    }

    /** The same deltas one by one, the cursor with each. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public BatchResult oneByOne() {
        BatchResult last = new BatchResult(0, List.of());
        for (Delta delta : deltas()) {
            last = mirror.apply(DeltaBatch.of(delta).withCursor("benchmark", Long.toString(moment)));
        }
        return last;
    }
}
