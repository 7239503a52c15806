package io.afterimage.tck.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether samples stayed bounded. The first quarter of a run is for warming up; it sets a limit that no later sample may
 * pass, and the last quarter must not lie above the second one, which is where a slow leak shows.
 */
final class SoakBounds {

    private static final double LIMIT = 1.5;
    private static final double TREND = 1.1;

    private final List<SoakSample> samples;

    private SoakBounds(List<SoakSample> samples) {
        this.samples = samples;
    }

    /** What was not bounded, and whether writing stood still: one text each. */
    static List<String> problems(List<SoakSample> samples) {
        SoakBounds bounds = new SoakBounds(samples);
        List<String> problems = new ArrayList<>();
        for (SoakFigure figure : SoakFigure.values()) {
            if (figure.isBounded()) {
                bounds.requireLimit(figure, problems);
                bounds.requireNoTrend(figure, problems);
            }
        }
        bounds.requireProgress(problems);
        return problems;
    }

    private List<SoakSample> quarter(int number) {
        return samples.subList(samples.size() * (number - 1) / 4, samples.size() * number / 4);
    }

    private void requireLimit(SoakFigure figure, List<String> problems) {
        long most =
                quarter(1).stream().mapToLong(sample -> sample.of(figure)).max().orElse(0);
        long limit = (long) (most * LIMIT) + figure.slack();
        samples.stream()
                .filter(sample -> sample.of(figure) > limit)
                .findFirst()
                .ifPresent(sample -> problems.add(String.format(
                        Locale.ROOT,
                        "Not bounded: %s. Expected: up to %,d, because the first quarter of the run had up to %,d."
                                + " Found: %,d after %.1f s.",
                        figure.title(),
                        limit,
                        most,
                        sample.of(figure),
                        sample.seconds())));
    }

    private void requireNoTrend(SoakFigure figure, List<String> problems) {
        long before = median(quarter(2), figure);
        long after = median(quarter(4), figure);
        long limit = (long) (before * TREND) + figure.slack();
        if (after > limit) {
            problems.add(String.format(
                    Locale.ROOT,
                    "Growing: %s. Expected: a median of up to %,d in the last quarter of the run, because that of the"
                            + " second one was %,d. Found: %,d.",
                    figure.title(),
                    limit,
                    before,
                    after));
        }
    }

    private static long median(List<SoakSample> quarter, SoakFigure figure) {
        long[] sorted =
                quarter.stream().mapToLong(sample -> sample.of(figure)).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    private void requireProgress(List<String> problems) {
        for (int number = 1; number <= 4; number++) {
            List<SoakSample> quarter = quarter(number);
            if (quarter.size() < 2
                    || quarter.get(0).of(SoakFigure.WRITES)
                            >= quarter.get(quarter.size() - 1).of(SoakFigure.WRITES)) {
                problems.add(
                        "Writing stood still in quarter " + number + " of the run, of " + samples.size() + " samples.");
            }
        }
    }
}
