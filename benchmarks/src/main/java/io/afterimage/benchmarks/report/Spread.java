package io.afterimage.benchmarks.report;

import java.util.Collection;
import java.util.Optional;

/**
 * What several rounds said of one quantity. Immutable.
 *
 * @param min the least
 * @param median the middle one, or the mean of the middle two
 * @param max the largest
 * @param rounds how many there were
 */
record Spread(double min, double median, double max, int rounds) {

    /** The spread of values; nothing where there are none. */
    static Optional<Spread> of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return Optional.empty();
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Optional.of(new Spread(sorted[0], median, sorted[sorted.length - 1], sorted.length));
    }

    /** As a reader sees it: {@code 0.91 (0.88 – 0.95)}, or only the median where all are told alike. */
    String text(Unit unit) {
        String middle = unit.text(median);
        String least = unit.text(min);
        String most = unit.text(max);
        return least.equals(most) ? middle : middle + " (" + least + " – " + most + ")";
    }
}
