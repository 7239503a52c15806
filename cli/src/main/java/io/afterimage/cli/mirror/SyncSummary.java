package io.afterimage.cli.mirror;

import io.afterimage.cli.Console;
import io.afterimage.cli.FormatOption;
import io.afterimage.cli.Json;
import io.afterimage.cli.TextTable;
import io.afterimage.mirror.ResourceCounts;
import io.afterimage.mirror.SyncReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What {@code mirror sync} prints at its end. */
final class SyncSummary {

    private final List<SyncReport> reports;

    SyncSummary(List<SyncReport> reports) {
        this.reports = List.copyOf(reports);
    }

    void print(Console console, FormatOption format) {
        if (format.json()) {
            console.out().line(Json.of(document()));
            return;
        }
        TextTable table = new TextTable(List.of("SOURCE", "RESOURCE", "PULLED", "APPLIED", "SKIPPED"), 2);
        for (SyncReport report : reports) {
            report.resources()
                    .forEach((resource, counts) -> table.row(List.of(
                            report.source(),
                            resource,
                            Long.toString(counts.pulled()),
                            Long.toString(counts.applied()),
                            Long.toString(counts.skipped()))));
        }
        table.printTo(console.out());
        console.out()
                .line(String.format(
                        Locale.ROOT,
                        "%d sources, %d failed: %,d deltas pulled, %,d applied, %,d skipped",
                        reports.size(),
                        failed(),
                        sum(ResourceCounts::pulled),
                        sum(ResourceCounts::applied),
                        sum(ResourceCounts::skipped)));
    }

    private long failed() {
        return reports.stream().filter(report -> report.failure().isPresent()).count();
    }

    private long sum(ToLongFunction<ResourceCounts> figure) {
        return reports.stream().map(SyncReport::total).mapToLong(figure).sum();
    }

    private Map<String, Object> document() {
        Map<String, Object> sources = new LinkedHashMap<>();
        reports.forEach(report -> sources.put(report.source(), json(report)));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("pulled", sum(ResourceCounts::pulled));
        document.put("applied", sum(ResourceCounts::applied));
        document.put("skipped", sum(ResourceCounts::skipped));
        document.put("failed", failed());
        document.put("sources", sources);
        return document;
    }

    private static Map<String, Object> json(SyncReport report) {
        Map<String, Object> resources = new LinkedHashMap<>();
        report.resources().forEach((resource, counts) -> resources.put(resource, json(counts)));
        Map<String, Object> json = json(report.total());
        json.put("batches", report.batches());
        report.cursor().ifPresent(cursor -> json.put("cursor", cursor));
        report.failure().ifPresent(failure -> json.put("failure", String.valueOf(failure.getMessage())));
        json.put("resources", resources);
        return json;
    }

    private static Map<String, Object> json(ResourceCounts counts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pulled", counts.pulled());
        json.put("applied", counts.applied());
        json.put("skipped", counts.skipped());
        return json;
    }
}
