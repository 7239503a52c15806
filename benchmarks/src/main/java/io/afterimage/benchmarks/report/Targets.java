package io.afterimage.benchmarks.report;

import static io.afterimage.benchmarks.report.Side.AFTERIMAGE_ROCKSDB;
import static io.afterimage.benchmarks.report.Side.AFTERIMAGE_SQLITE;
import static io.afterimage.benchmarks.report.Side.DRASI;
import static io.afterimage.benchmarks.report.Side.RAW_ROCKSDB;
import static io.afterimage.benchmarks.report.Side.RAW_SQLITE_NAIVE;
import static io.afterimage.benchmarks.report.Side.RAW_SQLITE_OURS;
import static io.afterimage.benchmarks.report.Workloads.CONTENDER;

import io.afterimage.benchmarks.report.Bound.AtLeast;
import io.afterimage.benchmarks.report.Bound.AtMost;
import io.afterimage.benchmarks.report.Quantity.Ratio;
import io.afterimage.benchmarks.report.Quantity.Value;
import java.util.ArrayList;
import java.util.List;

/** What is promised about speed; on RocksDB unless a line says otherwise. */
final class Targets {

    private final Sizes sizes;
    private final Workloads workloads;
    private final List<Target> targets = new ArrayList<>();

    private Targets(Sizes sizes) {
        this.sizes = sizes;
        this.workloads = new Workloads(sizes);
    }

    static List<Target> of(Sizes sizes) {
        Targets targets = new Targets(sizes);
        targets.apply();
        targets.commit();
        targets.count();
        targets.clear();
        targets.snapshot();
        targets.openAndReplace();
        targets.sqlite();
        targets.drasi();
        targets.mirror();
        targets.peers();
        return List.copyOf(targets.targets);
    }

    private void apply() {
        String against = "apply of the mix, %s live rows, against a bare `WriteBatch` loop, batches of "
                .formatted(told(sizes.live()));
        leading(against + "100", faster(workloads.apply(100), RAW_ROCKSDB), new AtLeast(0.85));
        further(against + "1", faster(workloads.apply(1), RAW_ROCKSDB), new AtLeast(0.70));
        further(against + "1,000", faster(workloads.apply(1_000), RAW_ROCKSDB), new AtLeast(0.90));
        String decline = "apply, %s live rows against %s: ".formatted(told(sizes.large()), told(sizes.medium()));
        Selection apply = Workloads.applyAny().with("batch", 100);
        leading(decline + "rows per second", grown(apply.with(CONTENDER, AFTERIMAGE_ROCKSDB)), new AtLeast(0.6));
        further(decline + "the bare loop's own", grown(apply.with(CONTENDER, RAW_ROCKSDB)), new Bound.Stated());
    }

    private Ratio grown(Selection apply) {
        return new Ratio(apply.with("liveRows", sizes.large()), apply.with("liveRows", sizes.medium()));
    }

    private void commit() {
        Selection commit = Workloads.commit().reading(Reading.SECONDS).with(CONTENDER, AFTERIMAGE_ROCKSDB);
        leading(
                "commit, outbox of %s entries against 1,000: time".formatted(told(sizes.retention())),
                new Ratio(commit.with("retention", sizes.retention()), commit),
                new AtMost(1.2));
        Selection durable = Selection.of("DurableCommitBenchmark.threads16", Reading.PER_SECOND)
                .with(CONTENDER, AFTERIMAGE_ROCKSDB);
        leading(
                "commits per second, `POWER_LOSS`, 16 threads on 16 queries against one thread",
                new Ratio(durable, durable.of("threads01")),
                new AtLeast(5));
    }

    private void count() {
        Selection count =
                Selection.of("CountBenchmark.rowCount", Reading.SECONDS).with(CONTENDER, AFTERIMAGE_ROCKSDB);
        Selection large = count.with("liveRows", sizes.large());
        leading(
                "rowCount, %s rows against %s: time".formatted(told(sizes.large()), told(sizes.small())),
                new Ratio(large, count.with("liveRows", sizes.small())),
                new AtMost(1.5));
        further("rowCount, %s rows".formatted(told(sizes.large())), new Value(large), new AtMost(2e-6));
        leading(
                "heap of the exact count per live row, %s rows".formatted(told(sizes.large())),
                new Value(Workloads.time("MemoryBenchmark.write", "ROCKSDB")
                        .with("liveRows", sizes.large())
                        .reading(Reading.counter("countIndexBytesPerRow", Unit.BYTES))),
                new AtMost(16));
    }

    private void clear() {
        String against = ", %s rows against %s: time".formatted(told(sizes.huge()), told(sizes.small()));
        leading("clear" + against, cleared("clear"), new AtMost(3));
        further("reset" + against, cleared("reset"), new AtMost(3));
        further("the write after a clear" + against, cleared("thenApply"), new AtMost(1.5));
        further("the read after a clear" + against, cleared("thenRead"), new AtMost(1.5));
        further("the open after a clear" + against, cleared("thenOpen"), new AtMost(1.5));
    }

    private Ratio cleared(String method) {
        Selection call =
                Selection.of("ClearBenchmark." + method, Reading.SECONDS).with(CONTENDER, AFTERIMAGE_ROCKSDB);
        return new Ratio(call.with("liveRows", sizes.huge()), call.with("liveRows", sizes.small()));
    }

    private void snapshot() {
        Selection read = workloads.snapshot();
        leading(
                "snapshot, one part, against a bare iterator that copies the same bytes",
                faster(read, RAW_ROCKSDB),
                new AtLeast(0.90));
        Selection ours = read.with(CONTENDER, AFTERIMAGE_ROCKSDB);
        leading("snapshot, two parts against one", new Ratio(ours.with("parts", 2), ours), new AtLeast(1.7));
    }

    private void openAndReplace() {
        Selection open = Workloads.time("OpenBenchmark.open", "ROCKSDB");
        leading(
                "open, position, count and first row, %s rows against %s: time"
                        .formatted(told(sizes.large()), told(sizes.small())),
                new Ratio(open.with("liveRows", sizes.large()), open.with("liveRows", sizes.small())),
                new AtMost(2));
        Selection resync = Selection.of("ReplaceAllBenchmark.replaceAll", Reading.PER_SECOND)
                .with("engine", "ROCKSDB")
                .with("rows", sizes.huge());
        leading(
                "replaceAll of %s rows against the same through applyMutations".formatted(told(sizes.huge())),
                new Ratio(resync, resync.of("applyMutations")),
                new AtLeast(2.5));
    }

    private void sqlite() {
        Selection thousand = workloads.apply(1_000);
        String against = " against the naive layout";
        leading(
                "SQLite, fresh rows, batches of 1,000," + against,
                sqlite(thousand.with("mix", "FRESH"), RAW_SQLITE_NAIVE),
                new AtLeast(3.5));
        further("SQLite, mix, batches of 1,000," + against, sqlite(thousand, RAW_SQLITE_NAIVE), new AtLeast(1.5));
        further(
                "SQLite, snapshot against bare stepping over our layout",
                sqlite(workloads.snapshot(), RAW_SQLITE_OURS),
                new AtLeast(0.9));
        further("SQLite, snapshot" + against, sqlite(workloads.snapshot(), RAW_SQLITE_NAIVE), new Bound.Stated());
    }

    private void drasi() {
        leading(
                "against Drasi's algorithm: apply, batches of 100",
                faster(workloads.apply(100), DRASI),
                new AtLeast(1));
        leading("against Drasi's algorithm: commit", faster(Workloads.commit(), DRASI), new AtLeast(3));
        String rows = ", %s rows".formatted(told(sizes.live()));
        further("against Drasi's algorithm: count" + rows, faster(workloads.count(), DRASI), new AtLeast(1_000));
        further("against Drasi's algorithm: clear" + rows, faster(workloads.clear(), DRASI), new AtLeast(1_000));
    }

    private void mirror() {
        String what = "mirror, `%s`, batches of 1,000 deltas against one transaction per delta";
        leading(what.formatted("POWER_LOSS"), batched("POWER_LOSS"), new AtLeast(20));
        further(what.formatted("PROCESS_CRASH"), batched("PROCESS_CRASH"), new AtLeast(20));
    }

    private static Ratio batched(String durability) {
        Selection batched = Selection.of("MirrorSyncBenchmark.batched", Reading.PER_SECOND)
                .with("engine", "ROCKSDB")
                .with("durability", durability);
        return new Ratio(batched, batched.of("oneByOne"));
    }

    private void peers() {
        for (Side peer : Side.of(Side.Role.PEER)) {
            if (peer != DRASI) {
                further(
                        "the faster of our engines against %s: apply, batches of 100".formatted(peer.label()),
                        best(workloads.apply(100), peer),
                        new AtLeast(1));
                further(
                        "the faster of our engines against %s: snapshot".formatted(peer.label()),
                        best(workloads.snapshot(), peer),
                        new AtLeast(1));
            }
        }
    }

    private static Quantity best(Selection selection, Side peer) {
        return new Quantity.Best(List.of(faster(selection, peer), sqlite(selection, peer)));
    }

    private static Ratio faster(Selection selection, Side other) {
        return new Ratio(selection.with(CONTENDER, AFTERIMAGE_ROCKSDB), selection.with(CONTENDER, other));
    }

    private static Ratio sqlite(Selection selection, Side other) {
        return new Ratio(selection.with(CONTENDER, AFTERIMAGE_SQLITE), selection.with(CONTENDER, other));
    }

    private static String told(int size) {
        return Unit.COUNT.exact(size);
    }

    private void leading(String what, Quantity quantity, Bound bound) {
        targets.add(new Target(true, what, quantity, bound));
    }

    private void further(String what, Quantity quantity, Bound bound) {
        targets.add(new Target(false, what, quantity, bound));
    }
}
