package io.afterimage.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.afterimage.benchmarks.report.Quantity.Ratio;
import io.afterimage.benchmarks.report.Quantity.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuantityTest {

    private static final Selection APPLY =
            Selection.of("ApplyBenchmark.apply", Reading.rowsPerSecond("batch")).with("batch", 100);
    private static final Selection OURS = APPLY.with("contender", "AFTERIMAGE_ROCKSDB");
    private static final Selection THEIRS = APPLY.with("contender", "RAW_ROCKSDB");

    private static final Results RESULTS = new Results(List.of(Made.suite(
            "ApplyBenchmark",
            Made.apply(1, "AFTERIMAGE_ROCKSDB", 100, 4_000),
            Made.apply(1, "RAW_ROCKSDB", 100, 5_000), // 0.8
            Made.apply(2, "RAW_ROCKSDB", 100, 2_000), // 0.9, though the machine is slower now
            Made.apply(2, "AFTERIMAGE_ROCKSDB", 100, 1_800),
            Made.apply(3, "AFTERIMAGE_ROCKSDB", 100, 4_400),
            Made.apply(3, "RAW_ROCKSDB", 100, 4_000), // 1.1
            Made.apply(4, "RAW_ROCKSDB", 100, 1), // its neighbour failed
            Made.apply(1, "RAW_ROCKSDB", 1, 77)))); // another batch

    @Test
    void ratio_ofNeighbours_isTakenWithinTheRound() {
        assertThat(new Ratio(OURS, THEIRS).in(RESULTS)).contains(new Spread(0.8, 0.9, 1.1, 3));
    }

    @Test
    void ratio_withoutOneSide_isNothingAndNamesTheSide() {
        Ratio ratio = new Ratio(OURS, APPLY.with("contender", "LMDB"));

        assertThat(ratio.in(RESULTS)).isEmpty();
        assertThat(ratio.missing(RESULTS))
                .extracting(Selection::name)
                .containsExactly("ApplyBenchmark.apply batch=100 contender=LMDB, rows per second");
    }

    @Test
    void ratio_acrossGroups_isNeverTaken() {
        Measurement ours = Made.apply(1, "AFTERIMAGE_ROCKSDB", 100, 1);
        Measurement later = new Measurement(
                2,
                1,
                "apply",
                "thrpt",
                1,
                Made.apply(1, "RAW_ROCKSDB", 100, 1).params(),
                ours.primary(),
                ours.secondary());

        assertThat(new Ratio(OURS, THEIRS).in(new Results(List.of(Made.suite("ApplyBenchmark", ours, later)))))
                .isEmpty();
    }

    @Test
    void value_ofRowsPerSecond_countsRowsNotBatches() {
        assertThat(new Value(THEIRS).in(RESULTS))
                .hasValueSatisfying(spread -> assertThat(spread.max()).isEqualTo(500_000));
    }

    @Test
    void selection_thatMeansTwoTrials_isRefused() {
        Selection any = Selection.of("ApplyBenchmark.apply", Reading.PER_SECOND).with("contender", "RAW_ROCKSDB");

        assertThatThrownBy(() -> RESULTS.values(any))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ApplyBenchmark.apply contender=RAW_ROCKSDB")
                .hasMessageContaining("Next: choose more parameters.");
    }

    @Test
    void spread_ofEvenlyMany_hasTheMeanOfTheMiddleTwo() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0))).contains(new Spread(1, 3, 9, 4));
        assertThat(Spread.of(List.of())).isEmpty();
    }

    @Test
    void metric_eitherWayRound_tellsTimeAndPace() {
        assertThat(Metric.of(250, "us/op").perSecond()).isCloseTo(4_000, within(1e-6));
        assertThat(Metric.of(4, "ops/ms").perSecond()).isCloseTo(4_000, within(1e-6));
        assertThat(Metric.of(4, "ops/ms").seconds()).isCloseTo(0.000_25, within(1e-12));
    }

    @Test
    void modeAndThreads_areChosenLikeParameters() {
        Measurement measurement = Made.measurement(1, "commit", Map.of("retention", "1000"), Metric.of(1, "ops/s"));
        Selection selection = Selection.of("CommitBenchmark.commit", Reading.PER_SECOND);

        assertThat(selection.with("threads", 1).with("mode", "thrpt").matches(measurement))
                .isTrue();
        assertThat(selection.with("threads", 16).matches(measurement)).isFalse();
        assertThat(selection.with("mode", "sample").matches(measurement)).isFalse();
    }
}
