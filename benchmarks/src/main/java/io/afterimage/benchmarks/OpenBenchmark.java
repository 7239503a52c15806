package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.nio.file.Path;
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
 * How long does it take from nothing open to position, count and first row, and how much memory does the store hold then, by
 * the number of rows? One operation opens a store that was closed in good order, and asks for the three. {@link Memory} is
 * looked at while it is open.
 *
 * <p>Command: {@code benchmarks/run OpenBenchmark -p liveRows=10000,10000000}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
@Fork(1)
public class OpenBenchmark {

    private static final String QUERY = "open";

    /** What is opened. */
    @State(Scope.Benchmark)
    public static class Stored {

        /** The store. */
        @Param({"ROCKSDB", "SQLITE"})
        public Engine engine = Engine.MEMORY;

        /** How many rows there are. */
        @Param({"10000", "1000000"})
        public int liveRows;

        /** How long a row is. */
        @Param("200")
        public int rowBytes;

        private Path directory = Path.of("");
        private LiveResultsStore store = Engine.MEMORY.open(directory, Durability.NOTHING);

        /** Writes rows, position and outbox. */
        @Setup(Level.Trial)
        public void write() {
            directory = Directories.temporary();
            open();
            RowMaker maker = new RowMaker(rowBytes);
            store.replaceAll(QUERY, new Position(0, 0, 0), new SortedRows(0, liveRows, maker));
            for (int sequence = 1; sequence <= 100; sequence++) {
                store.commit(ResultCommit.of(QUERY, sequence, List.of())
                        .outbox(maker.next())
                        .build());
            }
        }

        /** Closes what the last operation has opened. */
        @Setup(Level.Iteration)
        public void close() {
            store.close();
        }

        /** Deletes it. */
        @TearDown(Level.Trial)
        public void delete() {
            store.close();
            Directories.delete(directory);
        }

        private void open() {
            store = engine.open(directory, Durability.PROCESS_CRASH);
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

        /** Looks while the store is open. */
        @TearDown(Level.Iteration)
        public void look(Stored stored, BenchmarkParams benchmark) {
            Memory memory = Memory.share(stored.store, Memory.looks(benchmark));
            heapBytes = memory.heapBytes();
            residentBytes = memory.residentBytes();
            countIndexBytes = memory.countIndexBytes();
        }
    }

    /** Open, position, count, first row. */
    @Benchmark
    public long open(Stored stored, Held held) {
        stored.open();
        long sum = stored.store.position(QUERY).sequence() + stored.store.rowCount(QUERY);
        try (Snapshot snapshot = stored.store.readSnapshot(QUERY);
                RowCursor rows = snapshot.cursor()) {
            if (!rows.next()) {
                throw new IllegalStateException("There is no row.");
            }
            return sum + ReadSum.of(rows.rowSignature(), rows.data());
        }
    }
}
