package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.ResultCommit;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * How many commits a second survive the loss of power, with 1, 4 and 16 threads that commit to a query each? One operation is
 * one acknowledged commit of {@code batch} rows with an outbox entry at {@code POWER_LOSS}; the score is that of all threads
 * together. What the ratio shows is how well commits that wait share one sync of the disk.
 *
 * <p>Command: {@code benchmarks/run DurableCommitBenchmark}
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class DurableCommitBenchmark {

    private static final int LIVE_ROWS = 1_000;
    private static final int ENTRY_BYTES = 200;

    /** Who keeps the rows of all queries; it has to be thread-safe. */
    @State(Scope.Benchmark)
    public static class Kept {

        /** Who keeps the rows. */
        @Param({"AFTERIMAGE_ROCKSDB", "AFTERIMAGE_SQLITE"})
        public Contenders contender = Contenders.AFTERIMAGE_MEMORY;

        private final OpenContender opened = new OpenContender();

        /** Opens it empty. */
        @Setup(Level.Trial)
        public void open() {
            opened.open(contender, Durability.POWER_LOSS);
        }

        /** Closes and deletes it. */
        @TearDown(Level.Trial)
        public void delete() {
            opened.close();
        }
    }

    /** One who commits. */
    @State(Scope.Thread)
    public static class Writer {

        /** How many changes a commit makes. */
        @Param("1")
        public int batch;

        /** How long a row is. */
        @Param("200")
        public int rowBytes;

        private String queryId = "";
        private Changes changes = new Changes(Mix.MIX, Choice.UNIFORM, 1, 0);
        private RowMaker entries = new RowMaker(0);
        private long sequence;

        /** Loads the rows of a query of its own. */
        @Setup(Level.Trial)
        public void begin(Kept kept, ThreadParams thread) {
            queryId = "query " + thread.getThreadIndex();
            changes = new Changes(Mix.MIX, Choice.UNIFORM, LIVE_ROWS, rowBytes);
            entries = new RowMaker(ENTRY_BYTES);
            kept.opened.get().load(queryId, changes.live());
        }

        private ResultCommit next() {
            return ResultCommit.of(queryId, ++sequence, changes.next(batch))
                    .outbox(entries.next())
                    .build();
        }
    }

    /** One thread. */
    @Benchmark
    @Threads(1)
    public void threads01(Kept kept, Writer writer) {
        kept.opened.get().commit(writer.next());
    }

    /** Four. */
    @Benchmark
    @Threads(4)
    public void threads04(Kept kept, Writer writer) {
        kept.opened.get().commit(writer.next());
    }

    /** Sixteen. */
    @Benchmark
    @Threads(16)
    public void threads16(Kept kept, Writer writer) {
        kept.opened.get().commit(writer.next());
    }
}
