package io.afterimage.cli.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Figures over time, as a campaign leaves them: a file of comma-separated values with one head line, whose first column is
 * seconds. Immutable as long as nobody changes the arrays.
 *
 * @param titles the heads of all columns; a unit stands in brackets behind its title
 * @param rows the values of each line
 */
record FigureTable(List<String> titles, List<double[]> rows) {

    static FigureTable read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> titles = List.of(lines.get(0).split(",", -1));
        return new FigureTable(
                titles, lines.stream().skip(1).map(FigureTable::values).toList());
    }

    private static double[] values(String line) {
        return Stream.of(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
    }

    /** When the last line was written, in seconds. */
    double seconds() {
        return rows.isEmpty() ? 0 : rows.get(rows.size() - 1)[0];
    }

    double[] column(int number) {
        return rows.stream().mapToDouble(row -> row[number]).toArray();
    }

    double most(int number) {
        return Arrays.stream(column(number)).max().orElse(0);
    }
}
