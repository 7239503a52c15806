package io.afterimage.cli.mirror.demo;

import io.afterimage.cli.TextTable;
import io.afterimage.cli.mirror.origin.Question;
import io.afterimage.cli.supervision.DemoOutcome;
import io.afterimage.cli.supervision.RunStatistics;
import io.afterimage.cli.supervision.RunStatistics.Spread;
import io.afterimage.mirror.ResourceInfo;
import io.afterimage.mirror.sql.QueryResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The outcome of a mirror's demo, for people and as one JSON document. Immutable.
 *
 * @param resources what the mirror holds
 * @param events what the event log holds
 * @param troubles how many answers of the API were spoiled, by kind
 * @param statistics what the parent saw
 * @param wallNanos from the first start of a child to the end of the last
 * @param answers the mirror's answers
 * @param verdict what the judge found
 */
record MirrorDemoReport(
        List<ResourceInfo> resources,
        EventAudit.Figures events,
        Map<String, Long> troubles,
        RunStatistics statistics,
        long wallNanos,
        Map<Question, QueryResult> answers,
        Judge.Verdict verdict)
        implements DemoOutcome {

    private static final int SHOWN_ROWS = 3;

    @Override
    public boolean verified() {
        return verdict.verified() && statistics.lostEvents() == 0;
    }

    private long rightAnswers() {
        return answers.size() - verdict.wrongAnswers();
    }

    /** The table, the answers, the differences if there are any, and the verdict in the last line. */
    @Override
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-30s %12s %12s", "resource", "records", "events"));
        resources.forEach(resource -> lines.add(String.format(
                Locale.ROOT, "%-30s %,12d %,12d", resource.name(), resource.records(), resource.events())));
        lines.add("");
        lines.add(line("kills", number(statistics.kills()) + " by SIGKILL"));
        lines.add(line("answers of the API spoiled", troublesInWords()));
        lines.add(line("changes that came again", number(events.skipped()) + " skipped"));
        lines.add(line("time to restore", text(statistics.spread(MirrorDemoChildCommand.RESTORE_MICROS))));
        lines.add(line("wall time", String.format(Locale.ROOT, "%.1f s with all restarts", seconds())));
        lines.add("");
        answers.forEach((question, answer) -> lines.addAll(lines(question, answer)));
        lines.add("");
        if (statistics.lostEvents() > 0) {
            lines.add("Acknowledged changes were gone after a kill. Found: " + statistics.lostEvents() + ".");
        }
        lines.addAll(verdict.differences());
        lines.add(lastLine());
        return lines;
    }

    private String lastLine() {
        return String.format(
                Locale.ROOT,
                "%s: %d records, %d changes applied, %d kills, %d wrong records, %d versions or events miscounted,"
                        + " %d cursors astray, %d lost, %d of %d answers equal",
                verified() ? "verified" : "failed",
                verdict.records(),
                events.applied(),
                statistics.kills(),
                verdict.wrongRecords(),
                verdict.wrongVersions(),
                verdict.wrongCursors(),
                statistics.lostEvents(),
                rightAnswers(),
                answers.size());
    }

    private String troublesInWords() {
        return troubles.entrySet().stream()
                .map(trouble -> trouble.getValue() + " " + words(trouble.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String words(String kind) {
        return kind.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The question, and the first rows of its answer. */
    private static List<String> lines(Question question, QueryResult answer) {
        List<String> lines = new ArrayList<>(List.of(question.text()));
        TextTable table = new TextTable(answer.columns(), 1);
        answer.rows().stream()
                .limit(SHOWN_ROWS)
                .forEach(row -> table.row(row.stream().map(String::valueOf).toList()));
        table.lines().forEach(line -> lines.add("  " + line));
        return lines;
    }

    private double seconds() {
        return wallNanos / (double) TimeUnit.SECONDS.toNanos(1);
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
        Map<String, Object> perResource = new LinkedHashMap<>();
        resources.forEach(resource ->
                perResource.put(resource.name(), Map.of("records", resource.records(), "events", resource.events())));
        json.put("resources", perResource);
        json.put("records", verdict.records());
        json.put("applied", events.applied());
        json.put("skipped", events.skipped());
        json.put("kills", statistics.kills());
        json.put("troubles", troubles);
        json.put("wallMillis", TimeUnit.NANOSECONDS.toMillis(wallNanos));
        json.put("wrongRecords", verdict.wrongRecords());
        json.put("wrongVersions", verdict.wrongVersions());
        json.put("wrongCursors", verdict.wrongCursors());
        json.put("lost", statistics.lostEvents());
        json.put("rightAnswers", rightAnswers());
        json.put("answers", answersJson());
        json.put("differences", verdict.differences());
        return json;
    }

    private Map<String, Object> answersJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        answers.forEach((question, answer) -> json.put(question.text(), answer.objects()));
        return json;
    }
}
