package io.afterimage.cli.demo;

import io.afterimage.cli.supervision.DemoOutcome;
import io.afterimage.cli.supervision.RunStatistics;
import io.afterimage.cli.supervision.RunStatistics.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The outcome of a demo, for people and as one JSON document. Immutable.
 *
 * @param queries the figures of each query
 * @param statistics what the parent saw
 * @param wallNanos from the first start of a child to the end of the last
 * @param outcome what the comparison found
 */
record DemoReport(List<QueryFigures> queries, RunStatistics statistics, long wallNanos, Comparison.Outcome outcome)
        implements DemoOutcome {

    /** What the store holds of one query at the end. */
    record QueryFigures(String queryId, long emissions, long mutations, long rows) {}

    DemoReport {
        queries = List.copyOf(queries);
    }

    @Override
    public boolean verified() {
        return outcome.equal() && statistics.lostEvents() == 0;
    }

    private QueryFigures total() {
        return new QueryFigures(
                "total",
                queries.stream().mapToLong(QueryFigures::emissions).sum(),
                queries.stream().mapToLong(QueryFigures::mutations).sum(),
                queries.stream().mapToLong(QueryFigures::rows).sum());
    }

    private long lost() {
        return outcome.lost() + statistics.lostEvents();
    }

    private long rowsPerSecond(long nanos) {
        return Math.round(total().mutations() * (double) TimeUnit.SECONDS.toNanos(1) / Math.max(1, nanos));
    }

    /** The table, then the differences if there are any, then the verdict in the last line. */
    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-30s %12s %12s %12s", "query", "emissions", "mutations", "live rows"));
        queries.forEach(query -> lines.add(line(query)));
        lines.add(line(total()));
        lines.add("");
        lines.add(line("kills", number(statistics.kills()) + " by SIGKILL"));
        lines.add(line("duplicates skipped", number(statistics.total(DemoChildCommand.DUPLICATES_SKIPPED))));
        lines.add(line(
                "time to restore",
                text(statistics.spread(DemoChildCommand.RESTORE_MICROS))
                        + " (open, read the snapshots, rebuild the state)"));
        lines.add(line(
                "time to resume the source",
                text(statistics.spread(DemoChildCommand.SOURCE_MICROS)) + " (generate TPC-H again)"));
        lines.add(line(
                "rows per second",
                number(rowsPerSecond(statistics.activeNanos())) + " while a child was up, "
                        + number(rowsPerSecond(wallNanos)) + " with all restarts"));
        lines.add("");
        if (statistics.lostEvents() > 0) {
            lines.add("Acknowledged events were gone after a kill. Found: " + statistics.lostEvents() + ".");
        }
        lines.addAll(outcome.differences());
        lines.add(verdict());
        return lines;
    }

    private String verdict() {
        return String.format(
                Locale.ROOT,
                "%s: %d queries, %d rows, %d kills, %d lost, %d duplicated%s",
                verified() ? "verified" : "failed",
                queries.size(),
                total().rows(),
                statistics.kills(),
                lost(),
                outcome.duplicated(),
                verified() ? "" : ", " + outcome.different() + " different");
    }

    private static String line(QueryFigures figures) {
        return String.format(
                Locale.ROOT,
                "%-30s %,12d %,12d %,12d",
                figures.queryId(),
                figures.emissions(),
                figures.mutations(),
                figures.rows());
    }

    private static String line(String name, String text) {
        return String.format(Locale.ROOT, "%-30s %s", name, text);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String text(Spread spread) {
        return String.format(Locale.ROOT, "median %.1f ms, max %.1f ms", spread.median() / 1e3, spread.max() / 1e3);
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("verified", verified());
        Map<String, Object> perQuery = new LinkedHashMap<>();
        queries.forEach(query -> perQuery.put(query.queryId(), json(query)));
        json.put("queries", perQuery);
        json.putAll(json(total()));
        json.put("kills", statistics.kills());
        json.put("duplicatesSkipped", statistics.total(DemoChildCommand.DUPLICATES_SKIPPED));
        json.put("restoreMicros", json(statistics.spread(DemoChildCommand.RESTORE_MICROS)));
        json.put("sourceMicros", json(statistics.spread(DemoChildCommand.SOURCE_MICROS)));
        json.put("rowsPerSecond", rowsPerSecond(statistics.activeNanos()));
        json.put("rowsPerSecondWithRestarts", rowsPerSecond(wallNanos));
        json.put("lost", lost());
        json.put("duplicated", outcome.duplicated());
        json.put("different", outcome.different());
        json.put("differences", outcome.differences());
        return json;
    }

    private static Map<String, Object> json(QueryFigures figures) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("emissions", figures.emissions());
        json.put("mutations", figures.mutations());
        json.put("rows", figures.rows());
        return json;
    }

    private static Map<String, Object> json(Spread spread) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("median", spread.median());
        json.put("max", spread.max());
        return json;
    }
}
