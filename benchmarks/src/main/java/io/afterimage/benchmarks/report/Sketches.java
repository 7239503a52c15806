package io.afterimage.benchmarks.report;

import io.afterimage.benchmarks.report.Sketch.Bars;
import io.afterimage.benchmarks.report.Sketch.Lines;
import io.afterimage.benchmarks.report.Sketch.Words;
import java.util.List;

/** The pictures, the one for the project's first page first. */
final class Sketches {

    private static final String WHISKERS = " Median, least, most.";

    private final Sizes sizes;
    private final Workloads workloads;

    private Sketches(Sizes sizes) {
        this.sizes = sizes;
        this.workloads = new Workloads(sizes);
    }

    static List<Sketch> all(Sizes sizes) {
        Sketches sketches = new Sketches(sizes);
        return List.of(
                sketches.apply(),
                sketches.snapshot(),
                sketches.commit(),
                sketches.batches(),
                sketches.growth(),
                count(),
                retention());
    }

    private Sketch apply() {
        return new Bars(
                words(
                        "apply-contenders",
                        "How many rows a second does each contender apply?",
                        "Batches of 100: 60 updates, 30 inserts, 10 deletes. %s live rows of 200 B, PROCESS_CRASH."
                                .formatted(told(sizes.live())),
                        "rows per second"),
                workloads.apply(100));
    }

    private Sketch snapshot() {
        return new Bars(
                words(
                        "snapshot-contenders",
                        "How often a second does each contender read a whole set?",
                        "%s rows of 200 B at one moment, each copied onto the heap, one thread, PROCESS_CRASH."
                                .formatted(told(sizes.live())),
                        "reads of all rows per second"),
                workloads.snapshot());
    }

    private Sketch commit() {
        return new Bars(
                words(
                        "commit-contenders",
                        "How many emissions a second does each contender commit?",
                        "10 changes, position and outbox entry; outbox of 1,000. 100 k live rows of 200 B, PROCESS_CRASH.",
                        "commits per second"),
                Workloads.commit());
    }

    private Sketch batches() {
        return new Lines(
                words(
                        "apply-batches",
                        "How much does a larger batch help?",
                        "Of 100 changes 60 updates, 30 inserts, 10 deletes. %s live rows of 200 B, PROCESS_CRASH."
                                .formatted(told(sizes.live())),
                        "rows per second"),
                Workloads.applyAny().with("liveRows", sizes.live()),
                "batch",
                "rows in a batch");
    }

    private Sketch growth() {
        return new Lines(
                words(
                        "apply-growth",
                        "Does an apply get slower as the set grows?",
                        "Batches of 100: 60 updates, 30 inserts, 10 deletes. Rows of 200 B, PROCESS_CRASH.",
                        "rows per second"),
                Workloads.applyAny().with("batch", 100),
                "liveRows",
                "live rows");
    }

    private static Sketch count() {
        return new Lines(
                words(
                        "count-growth",
                        "How long does an exact count take as the set grows?",
                        "Rows of 50 B, PROCESS_CRASH.",
                        "time of a count"),
                Selection.of("CountBenchmark.rowCount", Reading.SECONDS),
                "liveRows",
                "live rows");
    }

    private static Sketch retention() {
        return new Lines(
                words(
                        "commit-retention",
                        "Does a commit cost more where more of the outbox is kept?",
                        "10 changes, position and outbox entry, outbox full. 100 k live rows of 200 B, PROCESS_CRASH.",
                        "time of a commit"),
                Selection.of("CommitBenchmark.commit", Reading.SECONDS).with("durability", "PROCESS_CRASH"),
                "retention",
                "entries kept");
    }

    private static Words words(String file, String question, String conditions, String axis) {
        return new Words(file, question, conditions + WHISKERS, axis);
    }

    private static String told(int size) {
        return Unit.COUNT.exact(size);
    }
}
