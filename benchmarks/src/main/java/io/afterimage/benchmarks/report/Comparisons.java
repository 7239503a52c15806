package io.afterimage.benchmarks.report;

import static io.afterimage.benchmarks.report.Workloads.CONTENDER;

import io.afterimage.benchmarks.report.FigureTable.Row;
import io.afterimage.benchmarks.report.Peers.Workload;
import io.afterimage.benchmarks.report.Quantity.Ratio;
import io.afterimage.benchmarks.report.Quantity.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is compared with every contender, and the figures that stand for themselves. */
final class Comparisons {

    private static final List<String> ENGINES = List.of("ROCKSDB", "SQLITE");

    private static final String PAGES_IN_MEMORY =
            "Its pages lie in memory and are handed out without a native call, a checksum or a comparison with a count.";
    private static final String PAGES_IN_A_MAP =
            "It writes changed pages into a memory map that holds the whole set, and keeps no log and no checksum.";
    private static final String ENGINE_ALONE =
            "It is the same engine without count, membership, position and checksums, and without compression.";

    /** Why a peer is ahead where it is, by {@link Peers#key}. */
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("LMDB apply, 1", PAGES_IN_A_MAP),
            Map.entry("LMDB apply, 100", PAGES_IN_A_MAP),
            Map.entry("LMDB apply, 1,000", PAGES_IN_A_MAP),
            Map.entry("LMDB commit", PAGES_IN_A_MAP),
            Map.entry("LMDB snapshot", PAGES_IN_MEMORY),
            Map.entry("MVSTORE snapshot", PAGES_IN_MEMORY),
            Map.entry("MAPDB snapshot", PAGES_IN_MEMORY),
            Map.entry("KAFKA_STREAMS apply, 1", ENGINE_ALONE),
            Map.entry("KAFKA_STREAMS apply, 100", ENGINE_ALONE),
            Map.entry("KAFKA_STREAMS apply, 1,000", ENGINE_ALONE),
            Map.entry("KAFKA_STREAMS commit", ENGINE_ALONE),
            Map.entry("KAFKA_STREAMS snapshot", ENGINE_ALONE));

    private Comparisons() {}

    static Peers peers(Sizes sizes) {
        Workloads workloads = new Workloads(sizes);
        return new Peers(
                List.of(
                        new Workload("apply, 1", workloads.apply(1)),
                        new Workload("apply, 100", workloads.apply(100)),
                        new Workload("apply, 1,000", workloads.apply(1_000)),
                        new Workload("commit", Workloads.commit()),
                        new Workload("snapshot", workloads.snapshot()),
                        new Workload("count", workloads.count())),
                REASONS);
    }

    static List<FigureTable> tables(Sizes sizes) {
        return List.of(breadth(sizes), latency(), allocation(sizes), memory(sizes), restart());
    }

    private static FigureTable breadth(Sizes sizes) {
        Selection medium = Workloads.applyAny().with("batch", 100).with("liveRows", sizes.medium());
        Selection small = Workloads.applyAny().with("batch", 100).with("liveRows", sizes.small());
        List<Row> rows = new ArrayList<>();
        rows.add(applied("updates", medium.with("mix", "UPDATES")));
        rows.add(applied("deletes and inserts", medium.with("mix", "DELETES")));
        rows.add(applied("fresh rows", medium.with("mix", "FRESH")));
        rows.add(applied("mix, Zipf's choice", medium.with("choice", "ZIPF")));
        for (int rowBytes : new int[] {50, 1_024, 16_384}) {
            rows.add(applied("mix, rows of %,d B".formatted(rowBytes), small.with("rowBytes", rowBytes)));
        }
        return new FigureTable(
                "Apply, by kind of change and size of row",
                "Batches of 100, %s live rows; %s where the size of a row is named."
                        .formatted(Unit.COUNT.exact(sizes.medium()), Unit.COUNT.exact(sizes.small())),
                List.of("change", "rows per second on RocksDB", "against the bare loop"),
                rows);
    }

    private static Row applied(String name, Selection selection) {
        Selection ours = selection.with(CONTENDER, Side.AFTERIMAGE_ROCKSDB);
        return new Row(name, List.of(new Value(ours), new Ratio(ours, selection.with(CONTENDER, Side.RAW_ROCKSDB))));
    }

    private static FigureTable latency() {
        List<Row> rows = new ArrayList<>();
        for (String durability : List.of("PROCESS_CRASH", "POWER_LOSS")) {
            for (Side side : Side.values()) {
                Selection commit =
                        Workloads.commit().with("durability", durability).with(CONTENDER, side);
                rows.add(new Row(
                        side.label() + ", `" + durability + "`",
                        Stream.of("50.0", "99.0", "99.9")
                                .<Quantity>map(percentile -> new Value(commit.reading(Reading.percentile(percentile))))
                                .toList()));
            }
        }
        return new FigureTable(
                "Latency of a commit",
                "Ten changes, position and outbox entry, outbox of 1,000 entries, one thread without a pause.",
                List.of("", "p50", "p99", "p99.9"),
                rows);
    }

    private static FigureTable allocation(Sizes sizes) {
        Workloads workloads = new Workloads(sizes);
        Selection apply = workloads.apply(100).reading(Reading.allocatedPerRow("batch"));
        Selection read = workloads.snapshot().reading(Reading.allocatedPerRow("liveRows"));
        List<Row> rows = new ArrayList<>();
        for (Side side : Side.values()) {
            rows.add(new Row(
                    side.label(),
                    List.of(new Value(apply.with(CONTENDER, side)), new Value(read.with(CONTENDER, side)))));
        }
        Selection harness = Selection.of("ApplyBenchmark.makeBatch", Reading.allocatedPerRow("batch"));
        rows.add(new Row("the harness itself, which is in every figure of apply", List.of(new Value(harness))));
        return new FigureTable(
                "Allocation",
                "Bytes on the Java heap per row, as JMH's collector profiler counts them.",
                List.of("", "apply, batches of 100", "snapshot"),
                rows);
    }

    private static FigureTable memory(Sizes sizes) {
        List<Row> rows = new ArrayList<>();
        for (String suite : List.of("MemoryBenchmark.write", "OpenBenchmark.open")) {
            for (String engine : ENGINES) {
                for (int size : new int[] {sizes.small(), sizes.live(), sizes.large()}) {
                    rows.add(held(suite, engine, size));
                }
            }
        }
        return new FigureTable(
                "Memory",
                "Of the process with one open store, after a collection: all rows written since it was opened, so that the"
                        + " exact-count index knows each of them, and freshly opened.",
                List.of("", "heap", "resident", "exact-count index"),
                rows);
    }

    private static Row held(String benchmark, String engine, int rows) {
        Selection held = Workloads.time(benchmark, engine).with("liveRows", rows);
        String name = "%s, %s rows, %s"
                .formatted(
                        engine.equals("ROCKSDB") ? "RocksDB" : "SQLite",
                        Unit.COUNT.exact(rows),
                        benchmark.startsWith("Memory") ? "written" : "opened");
        return new Row(
                name,
                Stream.of("heapBytes", "residentBytes", "countIndexBytes")
                        .<Quantity>map(counter -> new Value(held.reading(Reading.counter(counter, Unit.BYTES))))
                        .toList());
    }

    private static FigureTable restart() {
        List<Row> rows = new ArrayList<>();
        for (String engine : ENGINES) {
            Selection resume = Workloads.time("RestartBenchmark.resume", engine);
            rows.add(new Row(
                    engine.equals("ROCKSDB") ? "RocksDB" : "SQLite",
                    List.of(
                            new Value(resume.with("behind", 0)),
                            new Value(resume.with("behind", 1_000)),
                            new Value(Workloads.time("RestartBenchmark.bootstrap", engine)))));
        }
        return new FigureTable(
                "Restart of a reaction",
                "From nothing open until the reaction is live, over 100,000 rows; an emission has 10 changes.",
                List.of("", "nothing missed", "1,000 emissions missed", "no copy yet"),
                rows);
    }
}
