package io.afterimage.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A picture that waits for results. Immutable. */
sealed interface Sketch {

    /** The picture of what was measured; nothing where nothing was. */
    Optional<Picture> of(Results results);

    /**
     * The words of a picture.
     *
     * @param file the name of its file, without ending
     * @param question what it answers
     * @param conditions under which conditions
     * @param axis what is measured, with its unit
     */
    record Words(String file, String question, String conditions, String axis) {}

    /** A bar per contender. */
    record Bars(Words words, Selection selection) implements Sketch {

        @Override
        public Optional<Picture> of(Results results) {
            List<Picture.Bar> bars = new ArrayList<>();
            for (Side side : Side.values()) {
                Spread.of(results.values(selection.with("contender", side)).values())
                        .ifPresent(spread -> bars.add(new Picture.Bar(side.label(), side.colour(), spread)));
            }
            return bars.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Picture.Bars(
                            words.file(),
                            words.question(),
                            words.conditions(),
                            words.axis(),
                            selection.reading().unit(),
                            bars));
        }
    }

    /**
     * A line per contender over a parameter.
     *
     * @param param the parameter
     * @param size what it is
     */
    record Lines(Words words, Selection selection, String param, String size) implements Sketch {

        @Override
        public Optional<Picture> of(Results results) {
            List<Picture.Line> lines = Stream.of(Side.values())
                    .map(side -> line(side, results))
                    .filter(line -> line.points().size() > 1)
                    .toList();
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Picture.Lines(
                            words.file(),
                            words.question(),
                            words.conditions(),
                            size,
                            words.axis(),
                            selection.reading().unit(),
                            lines));
        }

        private Picture.Line line(Side side, Results results) {
            Selection ofSide = selection.with("contender", side);
            List<Picture.Point> points = new ArrayList<>();
            for (String value : results.measured(ofSide, param)) {
                Spread.of(results.values(ofSide.with(param, value)).values())
                        .ifPresent(spread -> points.add(new Picture.Point(Double.parseDouble(value), spread)));
            }
            return new Picture.Line(side.label(), side.colour(), points);
        }
    }
}
