package io.afterimage.tck.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class SoakBoundsTest {

    private static final int SAMPLES = 100;
    private static final long MIB = 1 << 20;

    @Test
    void figureThatGoesUpAndDown_isBounded() {
        assertThat(problems(SoakFigure.LOG, i -> 60 * MIB * (i % 10) / 10)).isEmpty();
    }

    @Test
    void figureThatWarmsUp_isBounded() {
        assertThat(problems(SoakFigure.RESIDENT, i -> 200 * MIB + Math.min(i, 20) * 10L * MIB))
                .isEmpty();
    }

    @Test
    void figureThatCreeps_isFoundByItsTrend() {
        assertThat(problems(SoakFigure.HEAP, i -> 5 * MIB + i * MIB / 16))
                .singleElement()
                .asString()
                .startsWith("Growing: heap after collection");
    }

    @Test
    void figureThatJumpsOnce_isFoundByItsLimit() {
        assertThat(problems(SoakFigure.OPEN_FILES, i -> i == 60 ? 500 : 50))
                .singleElement()
                .asString()
                .startsWith("Not bounded: open files")
                .contains("91", "500");
    }

    @Test
    void writesThatStop_areFound() {
        assertThat(problems(SoakFigure.WRITES, i -> Math.min(i, 70)))
                .containsExactly("Writing stood still in quarter 4 of the run, of 100 samples.");
    }

    @Test
    void soakWithoutSamples_isNotTakenForABoundedOne() {
        assertThat(SoakBounds.problems(List.of())).hasSize(4);
    }

    @Test
    void sample_isReadFromItsLine() {
        SoakSample sample = sample(7, Map.of(SoakFigure.LOG, 3L, SoakFigure.WRITES, 9L));
        SoakSample read = SoakSample.parse(sample.line());
        assertThat(read.line()).isEqualTo(sample.line());
        assertThat(read.of(SoakFigure.LOG)).isEqualTo(3);
        assertThat(read.of(SoakFigure.WRITES)).isEqualTo(9);
        assertThat(SoakSample.head().split(",", -1)).hasSize(1 + SoakFigure.values().length);
    }

    private static List<String> problems(SoakFigure figure, IntToLongFunction values) {
        List<SoakSample> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            Map<SoakFigure, Long> figures = new EnumMap<>(SoakFigure.class);
            figures.put(SoakFigure.WRITES, (long) i);
            figures.put(figure, values.applyAsLong(i));
            samples.add(sample(i, figures));
        }
        return SoakBounds.problems(samples);
    }

    private static SoakSample sample(int seconds, Map<SoakFigure, Long> figures) {
        return new SoakSample(seconds, figures);
    }
}
