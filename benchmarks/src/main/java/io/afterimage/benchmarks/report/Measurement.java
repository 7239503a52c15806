package io.afterimage.benchmarks.report;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;

/**
 * What one trial said: one benchmark under one choice of parameters, in one JVM. Immutable.
 *
 * @param group which group of the suite, from 1
 * @param round which round of the group, from 1
 * @param benchmark the method's name; the file tells the suite
 * @param mode how JMH measured: {@code thrpt}, {@code avgt}, {@code sample}, {@code ss}
 * @param threads how many threads called
 * @param params the parameters
 * @param primary the figure the benchmark is about
 * @param secondary what else was counted, by name: allocation, counters
 */
record Measurement(
        int group,
        int round,
        String benchmark,
        String mode,
        int threads,
        SortedMap<String, String> params,
        Metric primary,
        SortedMap<String, Metric> secondary) {

    /** Of the garbage collector's figures, the one that does not depend on the machine. */
    static final String ALLOCATED = "gc.alloc.rate.norm";

    /** What JMH says of a trial with one fork. */
    static Measurement of(RunResult result, int group, int round) {
        BenchmarkParams params = result.getParams();
        String name = params.getBenchmark();
        return new Measurement(
                group,
                round,
                name.substring(name.lastIndexOf('.') + 1),
                params.getMode().shortLabel(),
                params.getThreads(),
                params(params),
                primary(result),
                secondary(result));
    }

    /** The value of a parameter; {@code mode} and {@code threads} are told like parameters. */
    Optional<String> value(String param) {
        return switch (param) {
            case "mode" -> Optional.of(mode);
            case "threads" -> Optional.of(params.getOrDefault(param, Integer.toString(threads)));
            default -> Optional.ofNullable(params.get(param));
        };
    }

    private static SortedMap<String, String> params(BenchmarkParams params) {
        SortedMap<String, String> values = new TreeMap<>();
        for (Object key : params.getParamsKeys()) {
            values.put((String) key, params.getParam((String) key));
        }
        return values;
    }

    private static Metric primary(RunResult result) {
        boolean sampled = result.getParams().getMode() == Mode.SampleTime;
        List<Double> iterations = result.getBenchmarkResults().stream()
                .map(BenchmarkResult::getIterationResults)
                .flatMap(fork -> fork.stream())
                .map(iteration -> iteration.getPrimaryResult().getScore())
                .toList();
        return Metric.of(result.getPrimaryResult(), sampled ? List.of() : iterations, sampled);
    }

    /** The counters of the benchmark itself, which JMH takes from the iterations, and what the profilers saw. */
    private static SortedMap<String, Metric> secondary(RunResult result) {
        SortedMap<String, Metric> kept = new TreeMap<>();
        result.getSecondaryResults().forEach((label, figure) -> {
            String name = label.replace("·", "");
            if (!name.startsWith("gc.") || name.equals(ALLOCATED)) {
                kept.put(name, Metric.of(figure.getScore(), figure.getScoreUnit()));
            }
        });
        return kept;
    }
}
