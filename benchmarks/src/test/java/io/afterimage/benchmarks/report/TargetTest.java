package io.afterimage.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.benchmarks.report.Quantity.Value;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TargetTest {

    @Test
    void row_whereEveryRoundHolds_saysYes() {
        assertThat(row(new Bound.AtLeast(3), 3.5, 4.0, 3.0))
                .containsExactly("pace", "≥ 3", "3.50 (3.00 – 4.00)", "yes");
    }

    @Test
    void row_whereOnlyTheMedianHolds_saysSo() {
        assertThat(row(new Bound.AtLeast(3.2), 3.5, 4.0, 3.0)).endsWith("by the median");
        assertThat(row(new Bound.AtMost(3.5), 3.5, 4.0, 3.0)).endsWith("by the median");
    }

    @Test
    void row_whereTheMedianDoesNot_saysNo() {
        assertThat(row(new Bound.AtMost(3.2), 3.5, 4.0, 3.0)).endsWith("**no**");
    }

    @Test
    void row_thatIsOnlyStated_judgesNothing() {
        assertThat(row(new Bound.Stated(), 3.5)).containsExactly("pace", "stated", "3.50", "");
    }

    @Test
    void row_withoutResults_saysMissing() {
        assertThat(row(new Bound.AtMost(3.2))).containsExactly("pace", "≤ 3.20", "–", "missing");
    }

    private static List<String> row(Bound bound, double... batchesPerSecond) {
        Measurement[] rounds = IntStream.range(0, batchesPerSecond.length)
                .mapToObj(i -> Made.apply(i + 1, "LMDB", 1, batchesPerSecond[i]))
                .toArray(Measurement[]::new);
        Selection selection = Selection.of("ApplyBenchmark.apply", Reading.PER_SECOND);
        return new Target(true, "pace", new Value(selection), bound)
                .row(new Results(List.of(Made.suite("ApplyBenchmark", rounds))));
    }
}
