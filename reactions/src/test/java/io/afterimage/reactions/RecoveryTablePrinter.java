package io.afterimage.reactions;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Renders the recovery table as the planner plans it. */
final class RecoveryTablePrinter {

    private RecoveryTablePrinter() {}

    static String print() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(header(terms -> terms.need() == SnapshotNeed.NEEDS_SNAPSHOT ? "needs snapshot" : "no snapshot"));
        lines.add(header(terms -> terms.policy().name()));
        for (Standing standing : Standing.values()) {
            lines.add(line(
                    standing.words(),
                    terms -> RecoveryTable.words(RecoveryPlanner.plan(RecoveryTable.facts(standing, terms)))));
        }
        return "Recovery: checkpoint against a feed at 9" + System.lineSeparator() + aligned(lines);
    }

    private static List<String> header(java.util.function.Function<RecoveryTable.Terms, String> cell) {
        return line("", cell);
    }

    private static List<String> line(String first, java.util.function.Function<RecoveryTable.Terms, String> cell) {
        List<String> line = new ArrayList<>(List.of(first));
        RecoveryTable.COLUMNS.forEach(terms -> line.add(cell.apply(terms)));
        return line;
    }

    private static String aligned(List<List<String>> lines) {
        int[] widths = IntStream.range(0, lines.get(0).size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            for (int column = 0; column < widths.length; column++) {
                text.append(String.format("%-" + (widths[column] + 2) + "s", line.get(column)));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
