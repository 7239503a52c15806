package io.afterimage.benchmarks.report;

import java.awt.Color;
import java.util.List;

/** A picture of results, before it is drawn. */
sealed interface Picture {

    /** The name of its file, without ending. */
    String file();

    /** The question that it answers. */
    String question();

    /** Under which conditions: sizes, durability, what a whisker is. */
    String conditions();

    /**
     * One bar per contender, the longest first.
     *
     * @param axis what the length is, with its unit
     * @param unit how the length is told
     */
    record Bars(String file, String question, String conditions, String axis, Unit unit, List<Bar> bars)
            implements Picture {}

    /** One contender and its values. */
    record Bar(String label, Color colour, Spread spread) {}

    /**
     * Lines over a size; an axis is logarithmic where its values differ much.
     *
     * @param size what the size is
     * @param axis what the height is, with its unit
     * @param unit how the height is told
     */
    record Lines(String file, String question, String conditions, String size, String axis, Unit unit, List<Line> lines)
            implements Picture {}

    /** One contender over all sizes. */
    record Line(String label, Color colour, List<Point> points) {}

    /** Its values at one size. */
    record Point(double size, Spread spread) {}
}
