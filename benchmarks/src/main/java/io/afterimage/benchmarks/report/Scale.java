package io.afterimage.benchmarks.report;

import java.util.DoubleSummaryStatistics;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;

/** How values become places on an axis: as they are where they are alike, by their logarithm where they are not. */
enum Scale {
    /** From zero. */
    LINEAR {
        @Override
        double place(double value) {
            return value;
        }

        @Override
        double value(double place) {
            return place;
        }

        @Override
        void fit(NumberAxis axis, DoubleSummaryStatistics values) {
            axis.setAutoRangeIncludesZero(true);
        }
    },
    /** From one power of ten to another, each of them labelled. */
    LOGARITHMIC {
        @Override
        double place(double value) {
            return Math.log10(value);
        }

        @Override
        double value(double place) {
            return Math.pow(10, Math.rint(place));
        }

        @Override
        void fit(NumberAxis axis, DoubleSummaryStatistics values) {
            double margin = 0.1;
            axis.setTickUnit(new NumberTickUnit(1));
            axis.setRange(Math.floor(place(values.getMin())) - margin, Math.ceil(place(values.getMax())) + margin);
        }
    };

    private static final double ALIKE = 20;

    abstract double place(double value);

    abstract double value(double place);

    abstract void fit(NumberAxis axis, DoubleSummaryStatistics values);

    /** The scale that suits values above zero. */
    static Scale of(DoubleSummaryStatistics values) {
        return values.getMax() > ALIKE * values.getMin() ? LOGARITHMIC : LINEAR;
    }

    /** An axis for places. */
    NumberAxis axis(String label, Unit unit, DoubleSummaryStatistics values) {
        NumberAxis axis = Look.axis(label, unit, this);
        fit(axis, values);
        return axis;
    }
}
