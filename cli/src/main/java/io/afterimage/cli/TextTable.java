package io.afterimage.cli;

import io.afterimage.Position;
import io.afterimage.QuerySummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** Small results for people: aligned columns, numbers to the right. Not thread-safe; one thread at a time. */
public final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Boolean> numeric;

    /**
     * Starts a table whose first column holds names, the others numbers.
     *
     * @param titles the columns' titles
     */
    public TextTable(String... titles) {
        this(List.of(titles), 1);
    }

    /**
     * Starts a table whose first columns hold texts, the others numbers.
     *
     * @param titles the columns' titles
     * @param texts how many columns hold texts
     */
    public TextTable(List<String> titles, int texts) {
        this(
                titles,
                IntStream.range(0, titles.size())
                        .mapToObj(column -> column >= texts)
                        .toList());
    }

    private TextTable(List<String> titles, List<Boolean> numeric) {
        rows.add(titles.stream().map(TextTable::printable).toList());
        this.numeric = numeric;
    }

    /**
     * Starts a table.
     *
     * @param titles the columns' titles
     * @param numeric which columns hold numbers
     * @return the table
     */
    public static TextTable of(List<String> titles, List<Boolean> numeric) {
        return new TextTable(titles, List.copyOf(numeric));
    }

    /** The usual table of queries. */
    static TextTable ofQueries(Collection<QuerySummary> queries) {
        TextTable table = new TextTable("QUERY", "ROWS", "GENERATION", "SEQUENCE");
        for (QuerySummary query : queries) {
            Position position = query.position();
            table.row(query.queryId(), query.rowCount(), position.generation(), position.sequence());
        }
        return table;
    }

    /**
     * Adds a row.
     *
     * @param name the first column's text
     * @param numbers the other columns' numbers
     */
    public void row(String name, long... numbers) {
        List<String> row = new ArrayList<>();
        row.add(name);
        for (long number : numbers) {
            row.add(Long.toString(number));
        }
        row(row);
    }

    /**
     * Adds a row.
     *
     * @param values one text per column
     */
    public void row(List<String> values) {
        rows.add(values.stream().map(TextTable::printable).toList());
    }

    /**
     * Prints the table, or nothing where it has no row.
     *
     * @param out where to
     */
    public void printTo(Output out) {
        lines().forEach(out::line);
    }

    /**
     * The lines of the table.
     *
     * @return the titles, then one line per row; none where it has no row
     */
    public List<String> lines() {
        if (rows.size() == 1) {
            return List.of();
        }
        int[] widths = new int[numeric.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : "  ");
            line.append(numeric.get(i) ? padding + row.get(i) : row.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }

    /**
     * Any text on one line of a terminal: control characters are escaped as in JSON.
     *
     * @param text any text
     * @return the text, without control characters
     */
    public static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                printable.append(String.format("\\u%04x", (int) c));
            } else {
                printable.append(c);
            }
        }
        return printable.toString();
    }
}
