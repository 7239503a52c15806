package io.afterimage.benchmarks.report;

import java.awt.Paint;
import java.util.Comparator;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.CategoryLineAnnotation;
import org.jfree.chart.annotations.CategoryTextAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAnchor;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;

/** Draws {@link Picture.Bars}: horizontal bars from zero, each with its name, its value and a whisker from least to most. */
final class BarChart {

    private static final int HEAD = 130;
    private static final int BAR = 30;

    private BarChart() {}

    static JFreeChart of(Picture.Bars picture) {
        List<Picture.Bar> bars = picture.bars().stream()
                .sorted(Comparator.comparingDouble(
                                (Picture.Bar bar) -> bar.spread().median())
                        .reversed())
                .toList();
        NumberAxis length = Look.axis(picture.axis(), picture.unit(), Scale.LINEAR);
        length.setUpperMargin(0.12); // room for the value of the longest
        CategoryAxis names = Look.axis(new CategoryAxis());
        names.setMaximumCategoryLabelWidthRatio(0.5f);
        names.setCategoryLabelPositionOffset(10);
        CategoryPlot plot = new CategoryPlot(data(bars), names, length, renderer(bars));
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        plot.setRangeGridlinePaint(Look.GRID);
        for (Picture.Bar bar : bars) {
            plot.addAnnotation(whisker(bar));
            plot.addAnnotation(value(bar, picture.unit()));
        }
        return Look.chart(picture, plot, false);
    }

    static int height(Picture.Bars picture) {
        return HEAD + BAR * picture.bars().size();
    }

    private static CategoryDataset data(List<Picture.Bar> bars) {
        DefaultCategoryDataset data = new DefaultCategoryDataset();
        bars.forEach(bar -> data.addValue(bar.spread().median(), "", bar.label()));
        return data;
    }

    private static BarRenderer renderer(List<Picture.Bar> bars) {
        BarRenderer renderer = new BarRenderer() {

            private static final long serialVersionUID = 1;

            @Override
            public Paint getItemPaint(int row, int column) {
                return bars.get(column).colour();
            }
        };
        renderer.setBarPainter(new StandardBarPainter());
        renderer.setShadowVisible(false);
        renderer.setDrawBarOutline(false);
        renderer.setItemMargin(0);
        return renderer;
    }

    private static CategoryLineAnnotation whisker(Picture.Bar bar) {
        Spread spread = bar.spread();
        return new CategoryLineAnnotation(bar.label(), spread.min(), bar.label(), spread.max(), Look.INK, Look.WHISKER);
    }

    private static CategoryTextAnnotation value(Picture.Bar bar, Unit unit) {
        CategoryTextAnnotation value = new CategoryTextAnnotation(
                "  " + unit.text(bar.spread().median()),
                bar.label(),
                bar.spread().max());
        value.setCategoryAnchor(CategoryAnchor.MIDDLE);
        value.setTextAnchor(TextAnchor.CENTER_LEFT);
        value.setFont(Look.PLAIN);
        value.setPaint(Look.INK);
        return value;
    }
}
