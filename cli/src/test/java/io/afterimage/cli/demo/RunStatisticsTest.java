package io.afterimage.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.cli.supervision.ChildReport;
import io.afterimage.cli.supervision.RunStatistics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunStatisticsTest {
    private static final Comparison.Outcome EQUAL = new Comparison.Outcome(0, 0, 0, List.of());
    private static final List<DemoReport.QueryFigures> FIGURES =
            List.of(new DemoReport.QueryFigures("a", 10, 20, 3), new DemoReport.QueryFigures("b", 1, 2, 4));

    private final RunStatistics statistics = new RunStatistics();

    private static ChildReport.Restored restored(long event, long restoreMicros) {
        return new ChildReport.Restored(event, Map.of("restoreMicros", restoreMicros));
    }

    @Test
    void acknowledgedEvents_thatAreGoneAfterAKill_areLost() {
        statistics.restored(restored(0, 0));
        statistics.acknowledged(100);
        statistics.restored(restored(97, 0));

        assertThat(statistics.lostEvents()).isEqualTo(3);
        DemoReport report = new DemoReport(FIGURES, statistics, 1, EQUAL);
        assertThat(report.verified()).isFalse();
        assertThat(report.lines()).last().asString().startsWith("failed: ").contains("3 lost");
    }

    @Test
    void eventsThatWereWrittenWithoutBeingAcknowledged_areNotLost() {
        statistics.acknowledged(100);
        statistics.restored(restored(300, 0));

        assertThat(statistics.lostEvents()).isZero();
    }

    @Test
    void timesToRestore_areThoseOfRestarts() {
        statistics.restored(restored(0, 999_000));
        statistics.restored(restored(10, 3_000));
        statistics.restored(restored(20, 1_000));
        statistics.restored(restored(30, 2_000));

        assertThat(statistics.spread("restoreMicros")).isEqualTo(new RunStatistics.Spread(2_000, 3_000));
    }

    @Test
    void report_ofAnEqualStore_isVerified() {
        statistics.killed();
        statistics.active(2_000_000_000);

        DemoReport report = new DemoReport(FIGURES, statistics, 11_000_000_000L, EQUAL);
        assertThat(report.lines())
                .contains("total                                    11           22            7")
                .contains("rows per second                11 while a child was up, 2 with all restarts")
                .last()
                .isEqualTo("verified: 2 queries, 7 rows, 1 kills, 0 lost, 0 duplicated");
        assertThat(report.json())
                .containsEntry("verified", true)
                .containsEntry("rows", 7L)
                .containsEntry("kills", 1);
    }

    @Test
    void report_ofAnotherStore_saysWhatDiffers() {
        Comparison.Outcome outcome = new Comparison.Outcome(1, 2, 3, List.of("A row differs."));

        assertThat(new DemoReport(FIGURES, statistics, 1, outcome).lines())
                .endsWith("A row differs.", "failed: 2 queries, 7 rows, 0 kills, 1 lost, 2 duplicated, 3 different");
    }
}
