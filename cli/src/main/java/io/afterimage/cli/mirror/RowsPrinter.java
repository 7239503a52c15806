package io.afterimage.cli.mirror;

import io.afterimage.cli.Json;
import io.afterimage.cli.Output;
import io.afterimage.cli.TextTable;
import io.afterimage.mirror.sql.QueryCursor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints the rows of a query. JSON and CSV as they come; a table needs all of them for its widths. */
final class RowsPrinter {

    private final Output out;

    RowsPrinter(Output out) {
        this.out = out;
    }

    void print(QueryCursor answer, SqlFormat format) {
        switch (format) {
            case TABLE -> printTable(answer);
            case JSON -> printJson(answer);
            case CSV -> printCsv(answer);
        }
    }

    /** Columns that hold numbers only stand to the right, whatever their order, so the table is told column by column. */
    private void printTable(QueryCursor answer) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (answer.next()) {
            rows.add(answer.row());
        }
        List<Boolean> numeric = new ArrayList<>();
        for (int column = 0; column < answer.columns().size(); column++) {
            numeric.add(isNumeric(rows, column));
        }
        TextTable table = TextTable.of(answer.columns(), numeric);
        rows.forEach(row -> table.row(row.stream().map(RowsPrinter::text).toList()));
        table.printTo(out);
    }

    private static boolean isNumeric(List<List<@Nullable Object>> rows, int column) {
        return rows.stream().map(row -> row.get(column)).allMatch(value -> value == null || value instanceof Number);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private void printJson(QueryCursor answer) {
        List<String> columns = answer.columns();
        out.text("{\"position\":" + answer.position() + ",\"columns\":" + Json.of(columns) + ",\"rows\":[");
        long count = 0;
        while (answer.next()) {
            out.text(count == 0 ? "" : ",");
            out.text(Json.of(object(columns, answer.row())));
            count++;
        }
        out.line("],\"count\":" + count + "}");
    }

    private static Map<String, @Nullable Object> object(List<String> columns, List<@Nullable Object> row) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int column = 0; column < row.size(); column++) {
            object.put(columns.get(column), row.get(column));
        }
        return object;
    }

    private void printCsv(QueryCursor answer) {
        printCsvLine(answer.columns());
        while (answer.next()) {
            printCsvLine(answer.row());
        }
    }

    private void printCsvLine(List<? extends @Nullable Object> values) {
        out.text(values.stream().map(RowsPrinter::csv).collect(Collectors.joining(",")));
        out.text("\r\n");
    }

    /** As RFC 4180 has it: in quotes where it must be, and where it would look like null. */
    private static String csv(@Nullable Object value) {
        String text = text(value);
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                || (value != null && text.isEmpty());
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
