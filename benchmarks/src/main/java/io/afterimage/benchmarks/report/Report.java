package io.afterimage.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of results, a function of the results alone: it goes on with what is there and names what is missing. */
final class Report {

    private static final String HOW_TO_READ = """
            A figure is the median over the rounds, with the least and the most in brackets. A round measures both sides of a
            ratio in JVMs of their own, directly after one another, every second round backwards, and the ratio is taken within
            the round: a machine that changes its pace changes both sides alike. "By the median" means that the median holds and
            some round does not. Unless a line says otherwise, rows have 200 random bytes, one thread calls, and durability is
            `PROCESS_CRASH`, for everybody.
            """;

    private static final String PEERS_TEXT = """
            How many times as fast as the contender Afterimage is, at equal durability: above 1, Afterimage is ahead. Bare engines
            keep no count and no position, check no row and are no peers but limits. Each contender's class says with which
            settings it runs.
            """;

    private final Results results;
    private final Contents contents;
    private final List<Picture> pictures;

    Report(Results results, Contents contents) {
        this.results = results;
        this.contents = contents;
        this.pictures = contents.sketches().stream()
                .flatMap(sketch -> sketch.of(results).stream())
                .toList();
    }

    /** What is to be drawn beside the page. */
    List<Picture> pictures() {
        return pictures;
    }

    /** The whole page. */
    String page() {
        List<String> parts = new ArrayList<>(List.of("# What the benchmarks say", circumstances()));
        parts.addAll(List.of("## Targets", HOW_TO_READ, targets(contents.targets())));
        parts.addAll(peers());
        contents.tables().forEach(table -> parts.add(table.in(results)));
        parts.add(pictures.isEmpty() ? "" : "## Pictures");
        pictures.forEach(picture -> parts.add(embedded(picture, "")));
        parts.add(titled("## Missing", missing()));
        return joined(parts);
    }

    private List<String> peers() {
        List<String> tables = Side.of(Side.Role.OURS).stream()
                .map(ours -> contents.peers().table(ours, results))
                .filter(table -> !table.isEmpty())
                .toList();
        if (tables.isEmpty()) {
            return List.of();
        }
        List<String> parts = new ArrayList<>(List.of("## Against every contender", PEERS_TEXT));
        parts.addAll(tables);
        parts.add(titled("Where a peer is ahead of both:", contents.peers().ahead(results)));
        return parts;
    }

    /** The stretch of the project's first page: the leading targets and the first picture. */
    String summary(String directory) {
        List<String> parts = new ArrayList<>(List.of(circumstances()));
        parts.add(targets(contents.targets().stream().filter(Target::leading).toList()));
        pictures.stream().limit(1).forEach(picture -> parts.add(embedded(picture, directory)));
        parts.add(
                "Every target, every contender, latency, memory, and how it is measured: [%1$sREADME.md](%1$sREADME.md)."
                        .formatted(directory));
        return "\n" + joined(parts) + "\n";
    }

    private String targets(List<Target> targets) {
        return Markdown.table(
                Target.TITLES,
                targets.stream().map(target -> target.row(results)).toList());
    }

    private static String embedded(Picture picture, String directory) {
        return "![%s](%s)".formatted(picture.question(), directory + Svg.name(picture));
    }

    private static String titled(String title, List<String> points) {
        return points.isEmpty() ? "" : title + "\n\n" + Markdown.points(points);
    }

    /** One point for each set of circumstances, mostly one. */
    private String circumstances() {
        Map<Circumstances, List<SuiteResult>> alike = new LinkedHashMap<>();
        for (SuiteResult suite : results.suites()) {
            alike.computeIfAbsent(suite.circumstances().anySuite(), any -> new ArrayList<>())
                    .add(suite);
        }
        return Markdown.points(alike.entrySet().stream()
                .map(entry -> entry.getKey().text() + suites(entry.getValue()))
                .toList());
    }

    private static String suites(List<SuiteResult> suites) {
        return suites.stream()
                .map(suite -> "%s (%d s)"
                        .formatted(
                                suite.suite().replace("Benchmark", ""),
                                suite.circumstances().seconds()))
                .collect(Collectors.joining(", ", "; suites ", ""));
    }

    /** What failed, and what the targets need and nobody measured. */
    private List<String> missing() {
        Stream<String> failed = results.suites().stream()
                .flatMap(suite -> suite.failures().stream().map(name -> "failed: " + suite.suite() + "." + name));
        Stream<String> unmeasured = contents.targets().stream()
                .flatMap(target -> target.quantity().missing(results).stream())
                .map(selection -> "not measured: " + selection.name());
        return Stream.concat(failed, unmeasured).distinct().toList();
    }

    private static String joined(List<String> parts) {
        return parts.stream()
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n", "", "\n"));
    }
}
