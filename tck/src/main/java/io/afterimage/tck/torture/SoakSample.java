package io.afterimage.tck.torture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All figures at one moment. Immutable.
 *
 * @param seconds since the soak began
 * @param figures the value of every figure
 */
record SoakSample(double seconds, Map<SoakFigure, Long> figures) {

    private static final String COMMA = ",";

    SoakSample {
        figures = Map.copyOf(figures);
    }

    /** The head of a file of samples. */
    static String head() {
        return Stream.concat(
                        Stream.of("seconds"), Arrays.stream(SoakFigure.values()).map(SoakFigure::title))
                .collect(Collectors.joining(COMMA));
    }

    static SoakSample parse(String line) {
        Iterator<String> values = List.of(line.split(COMMA, -1)).iterator();
        double seconds = Double.parseDouble(values.next());
        Map<SoakFigure, Long> figures = new EnumMap<>(SoakFigure.class);
        for (SoakFigure figure : SoakFigure.values()) {
            figures.put(figure, Long.valueOf(values.next()));
        }
        return new SoakSample(seconds, figures);
    }

    String line() {
        List<String> values = new ArrayList<>();
        values.add(String.format(Locale.ROOT, "%.1f", seconds));
        for (SoakFigure figure : SoakFigure.values()) {
            values.add(Long.toString(of(figure)));
        }
        return String.join(COMMA, values);
    }

    long of(SoakFigure figure) {
        return figures.getOrDefault(figure, 0L);
    }
}
