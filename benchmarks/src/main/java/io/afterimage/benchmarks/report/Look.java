package io.afterimage.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Stroke;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleInsets;

/** What all plots have in common: fonts, greys, thin lines, the question above and the conditions below it. */
final class Look {

    static final Color INK = new Color(0x222222);
    static final Color FAINT = new Color(0x666666);
    static final Color GRID = new Color(0xDDDDDD);
    static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Stroke WHISKER = new BasicStroke(1.2f);

    private static final Font SMALL = PLAIN.deriveFont(12f);
    private static final Font HEADING = PLAIN.deriveFont(Font.BOLD, 17f);

    static {
        TextUtils.setUseDrawRotatedStringWorkaround(false); // it draws words as curves
    }

    private Look() {}

    /** A chart without decoration, its words flush left. */
    static JFreeChart chart(Picture said, Plot plot, boolean legend) {
        JFreeChart chart = new JFreeChart(said.question(), HEADING, plot, legend);
        chart.setBackgroundPaint(null); // the card is drawn around it
        chart.setPadding(new RectangleInsets(12, 16, 12, 20));
        chart.getTitle().setPaint(INK);
        chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
        TextTitle conditions = new TextTitle(said.conditions(), SMALL);
        conditions.setPaint(FAINT);
        conditions.setHorizontalAlignment(HorizontalAlignment.LEFT);
        conditions.setTextAlignment(HorizontalAlignment.LEFT);
        conditions.setPadding(2, 1, 10, 0);
        chart.addSubtitle(0, conditions);
        plot.setOutlineVisible(false);
        plot.setBackgroundPaint(null);
        plot.setInsets(RectangleInsets.ZERO_INSETS);
        if (legend) {
            chart.getLegend().setItemFont(PLAIN);
            chart.getLegend().setItemPaint(INK);
            chart.getLegend().setBackgroundPaint(null);
            chart.getLegend().setFrame(BlockBorder.NONE);
            chart.getLegend().setItemLabelPadding(new RectangleInsets(2, 2, 2, 14));
        }
        return chart;
    }

    static <A extends Axis> A axis(A axis) {
        axis.setLabelFont(PLAIN);
        axis.setLabelPaint(FAINT);
        axis.setTickLabelFont(PLAIN);
        axis.setTickLabelPaint(INK);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        return axis;
    }

    static NumberAxis axis(String label, Unit unit, Scale scale) {
        NumberAxis axis = axis(new NumberAxis(label));
        axis.setNumberFormatOverride(new Told(unit, scale));
        axis.setTickLabelInsets(new RectangleInsets(2, 16, 2, 16)); // fewer numbers
        return axis;
    }

    /** Numbers on an axis: told by their unit, without digits after the point that are zero. */
    static final class Told extends NumberFormat {

        private static final long serialVersionUID = 1;

        private final Unit unit;
        private final Scale scale;

        Told(Unit unit, Scale scale) {
            this.unit = unit;
            this.scale = scale;
        }

        @Override
        public StringBuffer format(double value, StringBuffer text, FieldPosition position) {
            return text.append(unit.exact(scale.value(value)));
        }

        @Override
        public StringBuffer format(long value, StringBuffer text, FieldPosition position) {
            return format((double) value, text, position);
        }

        @Override
        public Number parse(String text, ParsePosition position) {
            throw new UnsupportedOperationException("Axes are written, never read.");
        }
    }
}
