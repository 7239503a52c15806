package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.reactions.MaterialisingReaction;
import io.afterimage.reactions.RowDiff;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * How long does a reaction take from nothing open until it is live again? One operation opens the query's store and the
 * reaction's copy of it, starts the runtime, and waits until the reaction stands at the query's head: {@code resume} with
 * {@code behind} emissions of 10 changes to catch up with, read from the outbox, and {@code bootstrap} with no copy at all, from
 * a snapshot of {@code liveRows} rows. Effect and checkpoint are one write ({@link MaterialisingReaction}); both stores are on
 * one engine.
 *
 * <p>Command: {@code benchmarks/run RestartBenchmark -p behind=0,1000 -p liveRows=10000,1000000}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
@Fork(1)
public class RestartBenchmark {

    private static final int CHANGES = 10;
    private static final int LOADED_AT_ONCE = 1_000;

    /** A query that was published, and how far its reaction is behind. */
    @State(Scope.Benchmark)
    public static class Published {

        /** Both stores. */
        @Param({"ROCKSDB", "SQLITE"})
        public Engine engine = Engine.MEMORY;

        /** What survives. */
        @Param("PROCESS_CRASH")
        public Durability durability = Durability.PROCESS_CRASH;

        /** How many rows the query has. */
        @Param("100000")
        public int liveRows;

        /** How many emissions the reaction has missed. */
        @Param({"0", "1000"})
        public int behind;

        private final RowMaker maker = new RowMaker(200);
        private final SplittableRandom random = new SplittableRandom(31);
        private Path directory = Path.of("");

        /** Publishes all rows, and lets the reaction copy them. */
        @Setup(Level.Trial)
        public void publish() {
            directory = Directories.temporary();
            try (Restart restart = begin("copy")) {
                for (int from = 0; from < liveRows; from += LOADED_AT_ONCE) {
                    List<RowDiff> rows = new ArrayList<>();
                    for (int i = from; i < Math.min(from + LOADED_AT_ONCE, liveRows); i++) {
                        rows.add(new RowDiff.Added(RowMaker.signature(i), maker.next()));
                    }
                    restart.query().publish(rows);
                }
                restart.follow();
            }
        }

        /** Publishes what the reaction misses. */
        @Setup(Level.Iteration)
        public void miss() {
            try (Restart restart = begin("copy")) {
                for (int i = 0; i < behind; i++) {
                    restart.query().publish(updates());
                }
            }
        }

        private List<RowDiff> updates() {
            List<RowDiff> updates = new ArrayList<>();
            for (int i = 0; i < CHANGES; i++) {
                updates.add(new RowDiff.Updated(RowMaker.signature(random.nextInt(liveRows)), null, maker.next()));
            }
            return updates;
        }

        /** Deletes both stores. */
        @TearDown(Level.Trial)
        public void delete() {
            Directories.delete(directory);
        }

        private Restart begin(String copy) {
            return new Restart(
                    engine.open(directory.resolve("query"), durability),
                    engine.open(directory.resolve(copy), durability));
        }
    }

    /** What an operation has opened, which is closed after it. */
    @State(Scope.Benchmark)
    public static class Running {

        private int copies;
        private Restart restart = new Restart(
                Engine.MEMORY.open(Path.of(""), Durability.NOTHING),
                Engine.MEMORY.open(Path.of(""), Durability.NOTHING));

        /** Ends the reaction and closes both stores. */
        @TearDown(Level.Iteration)
        public void close() {
            restart.close();
        }
    }

    /** The copy is there, and a little behind. */
    @Benchmark
    public void resume(Published published, Running running) {
        running.restart = published.begin("copy");
        running.restart.follow();
    }

    /** There is no copy. */
    @Benchmark
    public void bootstrap(Published published, Running running) {
        running.restart = published.begin("copy-" + ++running.copies);
        running.restart.follow();
    }
}
