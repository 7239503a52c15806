package io.afterimage.benchmarks.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Results made by hand. */
final class Made {

    static final Circumstances CIRCUMSTANCES = new Circumstances(
            "2026-01-31",
            "0123abc",
            "full",
            "17.0.15 (Debian)",
            "Linux amd64",
            2,
            8L << 30,
            "ext4",
            new TreeMap<>(Map.of("rocksdbjni", "11.8.1")),
            90);

    private Made() {}

    static SuiteResult suite(String name, Measurement... measurements) {
        return new SuiteResult(name, CIRCUMSTANCES, List.of(), List.of(measurements));
    }

    /** A measurement of {@code apply}, one thread, throughput. */
    static Measurement apply(int round, String contender, int batch, double batchesPerSecond) {
        return measurement(
                round,
                "apply",
                Map.of("contender", contender, "batch", Integer.toString(batch)),
                Metric.of(batchesPerSecond, "ops/s"));
    }

    static Measurement measurement(int round, String benchmark, Map<String, String> params, Metric metric) {
        return new Measurement(1, round, benchmark, "thrpt", 1, new TreeMap<>(params), metric, new TreeMap<>());
    }
}
