package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
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
 * How long does a commit take that writes rows, position and an outbox entry, and does it depend on how much of the outbox is
 * kept? One operation is one commit of {@code batch} mixed changes; the outbox is full before, so each commit drops its oldest
 * entry. Times are sampled: the score is the mean, and p50, p99 and p99.9 are those of one thread that commits without a pause.
 * {@code makeCommit} is what the harness itself costs, in every figure of {@code commit} alike.
 *
 * <p>Command: {@code benchmarks/run CommitBenchmark -p retention=1000,1000000}
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class CommitBenchmark {

    private static final String QUERY = "commit";
    private static final int FILLED_AT_ONCE = 1_000;

    /** What is committed. */
    @State(Scope.Benchmark)
    public static class Stream {

        /** How many entries of the outbox are kept. */
        @Param({"1000", "1000000"})
        public long retention;

        /** How long an entry of the outbox is. */
        @Param("200")
        public int entryBytes;

        /** How many changes a commit makes. */
        @Param("10")
        public int batch;

        /** How long a row is. */
        @Param("200")
        public int rowBytes;

        /** How many rows are live. */
        @Param("100000")
        public int liveRows;

        private Changes changes = new Changes(Mix.MIX, Choice.UNIFORM, 1, 0);
        private RowMaker entries = new RowMaker(0);
        private long sequence;

        /** Begins the stream. */
        @Setup(Level.Trial)
        public void begin() {
            changes = new Changes(Mix.MIX, Choice.UNIFORM, liveRows, rowBytes);
            entries = new RowMaker(entryBytes);
        }

        private ResultCommit next(int rows) {
            return ResultCommit.of(QUERY, ++sequence, changes.next(rows))
                    .outbox(entries.next(), Retention.ofEntries(retention))
                    .build();
        }
    }

    /** To what it is committed. */
    @State(Scope.Benchmark)
    public static class Kept {

        /** Who keeps the rows. */
        @Param({"AFTERIMAGE_ROCKSDB", "AFTERIMAGE_SQLITE"})
        public Contenders contender = Contenders.AFTERIMAGE_MEMORY;

        /** What survives. */
        @Param("PROCESS_CRASH")
        public Durability durability = Durability.PROCESS_CRASH;

        private final OpenContender opened = new OpenContender();

        /** Loads the live rows and fills the outbox. */
        @Setup(Level.Trial)
        public void load(Stream stream) {
            Contender empty = opened.open(contender, durability);
            empty.load(QUERY, stream.changes.live());
            for (long left = stream.retention; left > 0; left -= FILLED_AT_ONCE) {
                List<ResultCommit> commits = new ArrayList<>();
                for (int i = 0; i < Math.min(left, FILLED_AT_ONCE); i++) {
                    commits.add(stream.next(0));
                }
                empty.commitAll(commits);
            }
        }

        /** Closes and deletes it. */
        @TearDown(Level.Trial)
        public void delete() {
            opened.close();
        }
    }

    /** What the harness itself costs: making a commit. */
    @Benchmark
    public ResultCommit makeCommit(Stream stream) {
        return stream.next(stream.batch);
    }

    /** Rows, position and outbox entry, as one atomic write. */
    @Benchmark
    public void commit(Stream stream, Kept kept) {
        kept.opened.get().commit(stream.next(stream.batch));
    }
}
