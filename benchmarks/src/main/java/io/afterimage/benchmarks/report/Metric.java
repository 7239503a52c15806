package io.afterimage.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.results.Result;

/**
 * One figure of one trial, in JMH's words: the score is the mean of the iterations. Immutable.
 *
 * @param score the score, to five digits
 * @param unit JMH's unit: {@code ops/s}, {@code us/op}, {@code B/op}, {@code #}
 * @param iterations the scores of the iterations; none where a call was sampled
 * @param percentiles the percentiles of the calls, by their name; none where no call was sampled
 */
record Metric(double score, String unit, List<Double> iterations, SortedMap<String, Double> percentiles) {

    private static final MathContext DIGITS = new MathContext(5);
    private static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9, 100.0);

    static Metric of(double score, String unit) {
        return new Metric(rounded(score), unit, List.of(), new TreeMap<>());
    }

    /** What JMH says of a trial with one fork: iterations where it kept their scores, percentiles where it kept calls. */
    static Metric of(Result<?> result, Collection<Double> iterations, boolean sampled) {
        SortedMap<String, Double> percentiles = new TreeMap<>();
        if (sampled) {
            PERCENTILES.forEach(percentile -> percentiles.put(
                    percentile.toString(), rounded(result.getStatistics().getPercentile(percentile))));
        }
        List<Double> scores = iterations.stream().map(Metric::rounded).toList();
        return new Metric(rounded(result.getScore()), result.getScoreUnit(), scores, percentiles);
    }

    /** Operations per second, whichever way round JMH told them. */
    double perSecond() {
        return unit.startsWith("ops/") ? score / secondsOf(unit.substring(4)) : 1 / seconds();
    }

    /** Seconds per operation, whichever way round JMH told them. */
    double seconds() {
        return unit.startsWith("ops/") ? 1 / perSecond() : inSeconds(score);
    }

    /** A percentile in seconds; not a number where the calls were not sampled. */
    double secondsAt(String percentile) {
        return inSeconds(percentiles.getOrDefault(percentile, Double.NaN));
    }

    private double inSeconds(double time) {
        return time * secondsOf(unit.replace("/op", ""));
    }

    private static double secondsOf(String unit) {
        return switch (unit) {
            case "s" -> 1;
            case "ms" -> 1e-3;
            case "us" -> 1e-6;
            case "ns" -> 1e-9;
            default ->
                throw new IllegalArgumentException(
                        "The unit of a result is not a time. Expected: s, ms, us or ns. Found: " + unit + ".");
        };
    }

    private static double rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : value;
    }
}
