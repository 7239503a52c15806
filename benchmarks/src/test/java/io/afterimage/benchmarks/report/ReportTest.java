package io.afterimage.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.benchmarks.report.Quantity.Ratio;
import io.afterimage.benchmarks.report.Quantity.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of two small committed results, letter by letter; the ratios in it were worked out by hand. */
class ReportTest {

    private static final Selection APPLY = Selection.of("ApplyBenchmark.apply", Reading.rowsPerSecond("batch"));
    private static final Selection COMMIT = Selection.of("CommitBenchmark.commit", Reading.percentile("50.0"))
            .with("contender", Side.AFTERIMAGE_ROCKSDB);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void page_ofTheSample_isTheGoldenOne() throws IOException {
        assertThat(report().page()).isEqualTo(resource("page.md"));
    }

    @Test
    void summary_ofTheSample_hasTheLeadingTargetsAndOnePicture() throws IOException {
        assertThat(report().summary("benchmarks/results/"))
                .contains("| apply, batches of 100 | ≥ 0.85 | 0.85 (0.80 – 0.90) | by the median |")
                .doesNotContain("batches of 1 |")
                .containsOnlyOnce("](benchmarks/results/apply.svg)")
                .endsWith("[benchmarks/results/README.md](benchmarks/results/README.md).\n\n");
    }

    @Test
    void page_withoutResults_namesEverything() {
        assertThat(new Report(new Results(List.of()), contents()).page())
                .contains("| apply, batches of 100 | ≥ 0.85 | – | missing |")
                .contains(
                        "- not measured: ApplyBenchmark.apply contender=AFTERIMAGE_ROCKSDB batch=100, rows per second")
                .doesNotContain("## Pictures", "## Against");
    }

    private Report report() throws IOException {
        for (String suite : List.of("ApplyBenchmark.json", "CommitBenchmark.json")) {
            Files.writeString(directory.resolve(suite), resource("sample/" + suite));
        }
        return new Report(new Results(new ResultFiles(directory).readAll()), contents());
    }

    private static Contents contents() {
        return new Contents(
                List.of(
                        target(true, 100, 0.85),
                        target(false, 1, 0.70),
                        new Target(
                                false,
                                "open",
                                new Value(Selection.of("OpenBenchmark.open", Reading.SECONDS)),
                                new Bound.AtMost(0.002))),
                new Peers(
                        List.of(
                                new Peers.Workload("apply 1", APPLY.with("batch", 1)),
                                new Peers.Workload("apply 100", APPLY.with("batch", 100))),
                        Map.of()),
                List.of(
                        new FigureTable(
                                "Latency",
                                "One commit.",
                                List.of("on", "p50", "p99"),
                                List.of(
                                        new FigureTable.Row(
                                                "RocksDB",
                                                List.of(
                                                        new Value(COMMIT),
                                                        new Value(COMMIT.reading(Reading.percentile("99.0"))))),
                                        new FigureTable.Row("nothing", List.of()))),
                        new FigureTable(
                                "Allocation",
                                "Of an apply.",
                                List.of("on", "bytes per row"),
                                List.of(new FigureTable.Row(
                                        "RocksDB",
                                        List.of(new Value(APPLY.with("contender", Side.AFTERIMAGE_ROCKSDB)
                                                .with("batch", 100)
                                                .reading(Reading.allocatedPerRow("batch")))))))),
                List.of(
                        new Sketch.Bars(
                                new Sketch.Words("apply", "How fast?", "Batches of 100.", "rows per second"),
                                APPLY.with("batch", 100)),
                        new Sketch.Lines(
                                new Sketch.Words("apply-batches", "How much does a batch help?", "", "rows per second"),
                                APPLY,
                                "batch",
                                "rows in a batch")));
    }

    private static Target target(boolean leading, int batch, double limit) {
        Selection ours = APPLY.with("contender", Side.AFTERIMAGE_ROCKSDB).with("batch", batch);
        return new Target(
                leading,
                "apply, batches of " + batch,
                new Ratio(ours, ours.with("contender", Side.RAW_ROCKSDB)),
                new Bound.AtLeast(limit));
    }

    private static String resource(String name) throws IOException {
        try (InputStream resource = Objects.requireNonNull(ReportTest.class.getResourceAsStream(name))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
