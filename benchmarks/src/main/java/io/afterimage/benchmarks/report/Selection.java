package io.afterimage.benchmarks.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which measurements of which suite are meant, and what is read off them. Immutable.
 *
 * @param suite the suite
 * @param trial the benchmark and the parameters that tell it from others; {@code mode} and {@code threads} among them
 * @param reading what is read
 */
record Selection(String suite, Trial trial, Reading reading) {

    /** A benchmark as {@code Suite.method}. */
    static Selection of(String benchmark, Reading reading) {
        int dot = benchmark.indexOf('.');
        return new Selection(benchmark.substring(0, dot), new Trial(benchmark.substring(dot + 1), Map.of()), reading);
    }

    /** The same with a parameter chosen. */
    Selection with(String param, Object value) {
        Map<String, String> params = new LinkedHashMap<>(trial.params());
        params.put(param, value.toString());
        return new Selection(suite, new Trial(trial.benchmark(), Collections.unmodifiableMap(params)), reading);
    }

    /** The same of another method of the suite. */
    Selection of(String benchmark) {
        return new Selection(suite, new Trial(benchmark, trial.params()), reading);
    }

    /** The same, of which something else is read. */
    Selection reading(Reading other) {
        return new Selection(suite, trial, other);
    }

    boolean matches(Measurement measurement) {
        return measurement.benchmark().equals(trial.benchmark())
                && trial.params().entrySet().stream()
                        .allMatch(param -> measurement
                                .value(param.getKey())
                                .filter(param.getValue()::equals)
                                .isPresent())
                && !Double.isNaN(reading.of(measurement));
    }

    /** As a reader of a message knows it. */
    String name() {
        return suite + "." + trial.name() + ", " + reading.name();
    }
}
