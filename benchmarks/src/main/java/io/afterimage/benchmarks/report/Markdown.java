package io.afterimage.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pieces of a Markdown page. */
final class Markdown {

    private Markdown() {}

    /** A table: its first column to the left, the others to the right. */
    static String table(List<String> titles, List<List<String>> rows) {
        List<String> rule = Stream.concat(
                        Stream.of("---"), titles.stream().skip(1).map(title -> "--:"))
                .toList();
        return Stream.concat(Stream.of(titles, rule), rows.stream())
                .map(row -> String.join(" | ", row))
                .collect(Collectors.joining(" |\n| ", "| ", " |\n"));
    }

    /** A list of points; nothing where there are none. */
    static String points(List<String> points) {
        return points.stream().map(point -> "- " + point + "\n").collect(Collectors.joining());
    }
}
