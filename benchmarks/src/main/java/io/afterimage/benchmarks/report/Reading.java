package io.afterimage.benchmarks.report;

import java.util.function.ToDoubleFunction;

/**
 * What is read off a measurement. Immutable.
 *
 * @param name what it is, in a message
 * @param unit how its values are told
 * @param of the value; not a number where the measurement does not tell it
 */
record Reading(String name, Unit unit, ToDoubleFunction<Measurement> of) {

    /** Operations per second. */
    static final Reading PER_SECOND = new Reading(
            "per second", Unit.COUNT, measurement -> measurement.primary().perSecond());

    /** Seconds per operation. */
    static final Reading SECONDS =
            new Reading("time", Unit.TIME, measurement -> measurement.primary().seconds());

    /** Rows per second where an operation is as many rows as a parameter says. */
    static Reading rowsPerSecond(String rows) {
        return new Reading(
                "rows per second", Unit.COUNT, measurement -> PER_SECOND.of(measurement) * number(measurement, rows));
    }

    /** Allocated bytes per row where an operation is as many rows as a parameter says. */
    static Reading allocatedPerRow(String rows) {
        return new Reading(
                "allocated bytes per row",
                Unit.BYTES,
                measurement -> counter(Measurement.ALLOCATED, Unit.BYTES).of(measurement) / number(measurement, rows));
    }

    /** A percentile of a call's time. */
    static Reading percentile(String percentile) {
        return new Reading(
                "p" + percentile,
                Unit.TIME,
                measurement -> measurement.primary().secondsAt(percentile));
    }

    /** A counter of the benchmark's own. */
    static Reading counter(String name, Unit unit) {
        return new Reading(name, unit, measurement -> {
            Metric metric = measurement.secondary().get(name);
            return metric == null ? Double.NaN : metric.score();
        });
    }

    double of(Measurement measurement) {
        return of.applyAsDouble(measurement);
    }

    private static double number(Measurement measurement, String param) {
        return Double.parseDouble(measurement.value(param).orElse("NaN"));
    }
}
