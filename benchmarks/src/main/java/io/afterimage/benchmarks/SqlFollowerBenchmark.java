package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.mirror.Delta;
import io.afterimage.mirror.DeltaBatch;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.sql.QueryResult;
import io.afterimage.mirror.sql.SqlFollower;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
 * What does it cost a SQL follower to catch up, and what does a query cost that finds nothing new? One operation is one
 * catching up over {@code events} events, or one rebuild, or one query. 50,000 records of about 200 B of JSON; the events
 * change random ones of them, each to other bytes. The store's durability is {@code PROCESS_CRASH}. {@code cpuMicros} is
 * what the thread worked, which tells more than the time on a machine that is busy.
 *
 * <p>Command: {@code benchmarks/run SqlFollowerBenchmark}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 20)
@Fork(2)
public class SqlFollowerBenchmark {

    private static final int RECORDS = 50_000;
    private static final int BATCH = 1_000;

    /** The store of the mirror. */
    @Param({"ROCKSDB", "SQLITE"})
    public Engine engine = Engine.ROCKSDB;

    /** How many events there are to catch up with. */
    @Param({"1", "100", "10000"})
    public int events;

    private final Random random = new Random(42);
    private Path directory = Path.of("");
    private LiveResultsStore store = Engine.MEMORY.open(directory, Durability.NOTHING);
    private MirrorStore mirror = MirrorStore.over(store).open();
    private @Nullable SqlFollower opened;
    private long moment;

    /** Fills the mirror. */
    @Setup(Level.Trial)
    public void load() {
        directory = Directories.temporary();
        store = engine.open(directory, Durability.PROCESS_CRASH);
        mirror = MirrorStore.over(store).open();
        opened = SqlFollower.of(mirror, directory.resolve("sql.db")).open();
        for (int first = 0; first < RECORDS; first += BATCH) {
            List<Delta> deltas = new ArrayList<>();
            for (int id = first; id < first + BATCH; id++) {
                deltas.add(delta(id));
            }
            mirror.apply(DeltaBatch.of(deltas));
        }
        follower().catchUp();
    }

    /** Applies what the next operation follows. */
    @Setup(Level.Iteration)
    public void apply() {
        follower().catchUp();
        for (int left = events; left > 0; left -= BATCH) {
            List<Delta> deltas = new ArrayList<>();
            for (int i = Math.min(left, BATCH); i > 0; i--) {
                deltas.add(delta(random.nextInt(RECORDS)));
            }
            mirror.apply(DeltaBatch.of(deltas).withCursor("api", Long.toString(moment)));
        }
    }

    private SqlFollower follower() {
        return Objects.requireNonNull(opened);
    }

    private Delta delta(int id) {
        moment++;
        String payload = "{\"id\":" + id + ",\"n\":" + moment + ",\"text\":\""
                + Long.toHexString(random.nextLong()).repeat(9) + "\"}";
        return Delta.parse(
                "{\"resource\":\"things\",\"record_id\":\"" + id + "\",\"op\":\"upsert\",\"payload\":" + payload
                        + ",\"occurred_at\":\"" + Instant.EPOCH.plusSeconds(moment)
                        + "\",\"provenance\":{\"source\":\"api\",\"confidence\":1.0}}");
    }

    /** Closes everything. */
    @TearDown(Level.Trial)
    public void close() {
        follower().close();
        mirror.close();
        store.close();
        Directories.delete(directory);
    }

    /** What an operation cost besides time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Cost {
        /** The thread's own time on a processor. */
        public long cpuMicros;

        private <T> T of(Supplier<T> operation) {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadCpuTime();
            T result = operation.get();
            cpuMicros = (threads.getCurrentThreadCpuTime() - before) / 1_000;
            return result;
        }
    }

    /** One transaction over all the events. */
    @Benchmark
    public long catchUp(Cost cost) {
        return cost.of(follower()::catchUp);
    }

    /** All tables anew. */
    @Benchmark
    public long rebuild(Cost cost) {
        return cost.of(follower()::rebuild);
    }

    /** A query in the default mode: it catches up first. */
    @Benchmark
    public QueryResult query(Cost cost) {
        return cost.of(() -> follower()
                .list("SELECT payload ->> 'n' FROM mirror_records WHERE resource = 'things' AND record_id = '7'"));
    }
}
