package io.afterimage.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Figures that stand for themselves: one row per contender or choice, one column per figure. Immutable.
 *
 * @param title what the figures are
 * @param text under which conditions
 * @param columns the titles of the columns, the first one's included
 * @param rows the rows
 */
record FigureTable(String title, String text, List<String> columns, List<Row> rows) {

    /**
     * A row.
     *
     * @param name who or what
     * @param quantities one per column after the first
     */
    record Row(String name, List<Quantity> quantities) {

        private List<String> cells(Results results) {
            List<String> cells = new ArrayList<>(List.of(name));
            for (Quantity quantity : quantities) {
                cells.add(quantity.in(results)
                        .map(spread -> spread.text(quantity.unit()))
                        .orElse(""));
            }
            return cells;
        }
    }

    /** The table, with the rows of which something is known; nothing where nothing is. */
    String in(Results results) {
        List<List<String>> known = rows.stream()
                .map(row -> row.cells(results))
                .filter(cells -> cells.stream().skip(1).anyMatch(cell -> !cell.isEmpty()))
                .toList();
        return known.isEmpty() ? "" : "## " + title + "\n\n" + text + "\n\n" + Markdown.table(columns, known);
    }
}
