package io.afterimage.benchmarks.report;

/** The measurements that targets, tables and pictures speak of, without the contender. Immutable. */
final class Workloads {

    static final String CONTENDER = "contender";

    private final Sizes sizes;

    Workloads(Sizes sizes) {
        this.sizes = sizes;
    }

    /** Rows per second of a mix; batch and number of live rows are to be chosen. */
    static Selection applyAny() {
        return Selection.of("ApplyBenchmark.apply", Reading.rowsPerSecond("batch"))
                .with("mix", "MIX")
                .with("choice", "UNIFORM")
                .with("rowBytes", 200);
    }

    /** Rows per second of a mix on the usual set. */
    Selection apply(int batch) {
        return applyAny().with("liveRows", sizes.live()).with("batch", batch);
    }

    /** Reads of all rows of the usual set per second. */
    Selection snapshot() {
        return Selection.of("SnapshotBenchmark.read", Reading.PER_SECOND)
                .with("liveRows", sizes.live())
                .with("parts", 1);
    }

    /** Commits per second of one thread with an outbox of 1,000 entries. */
    static Selection commit() {
        return Selection.of("CommitBenchmark.commit", Reading.PER_SECOND)
                .with("durability", "PROCESS_CRASH")
                .with("retention", 1_000);
    }

    /** Exact counts of the usual set per second. */
    Selection count() {
        return Selection.of("CountBenchmark.rowCount", Reading.PER_SECOND).with("liveRows", sizes.live());
    }

    /** Clears of the usual set per second. */
    Selection clear() {
        return Selection.of("ClearBenchmark.clear", Reading.PER_SECOND).with("liveRows", sizes.live());
    }

    /** The time of a method of a suite whose stores are engines. */
    static Selection time(String benchmark, String engine) {
        return Selection.of(benchmark, Reading.SECONDS).with("engine", engine);
    }
}
