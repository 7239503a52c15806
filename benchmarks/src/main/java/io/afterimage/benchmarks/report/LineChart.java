package io.afterimage.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** Draws {@link Picture.Lines}: a line and a shape per contender, whiskers from least to most, axes logarithmic where values differ much. */
final class LineChart {

    static final int HEIGHT = 460;

    private static final List<Shape> SHAPES = List.of(
            new Ellipse2D.Double(-4.5, -4.5, 9, 9),
            new Rectangle2D.Double(-4, -4, 8, 8),
            polygon(0, -5.5, 5.5, 4.5, -5.5, 4.5),
            polygon(0, -6, 6, 0, 0, 6, -6, 0),
            polygon(0, 5.5, 5.5, -4.5, -5.5, -4.5));

    private LineChart() {}

    static JFreeChart of(Picture.Lines picture) {
        DoubleSummaryStatistics sizes = values(picture, point -> DoubleStream.of(point.size()));
        DoubleSummaryStatistics heights = values(
                picture,
                point -> DoubleStream.of(point.spread().min(), point.spread().max()));
        Scale across = Scale.of(sizes);
        Scale up = Scale.of(heights);
        XYPlot plot = new XYPlot(
                data(picture.lines(), across, up),
                across.axis(picture.size(), Unit.COUNT, sizes),
                up.axis(picture.axis(), picture.unit(), heights),
                renderer(picture.lines()));
        plot.setDomainGridlinePaint(Look.GRID);
        plot.setRangeGridlinePaint(Look.GRID);
        return Look.chart(picture, plot, true);
    }

    private static DoubleSummaryStatistics values(Picture.Lines picture, Function<Picture.Point, DoubleStream> values) {
        return picture.lines().stream()
                .flatMap(line -> line.points().stream())
                .flatMapToDouble(values)
                .summaryStatistics();
    }

    private static YIntervalSeriesCollection data(List<Picture.Line> lines, Scale across, Scale up) {
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        for (Picture.Line line : lines) {
            YIntervalSeries series = new YIntervalSeries(line.label());
            for (Picture.Point point : line.points()) {
                Spread spread = point.spread();
                series.add(
                        across.place(point.size()),
                        up.place(spread.median()),
                        up.place(spread.min()),
                        up.place(spread.max()));
            }
            data.addSeries(series);
        }
        return data;
    }

    private static XYErrorRenderer renderer(List<Picture.Line> lines) {
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawXError(false);
        renderer.setDefaultLinesVisible(true);
        renderer.setErrorStroke(Look.WHISKER);
        for (int i = 0; i < lines.size(); i++) {
            renderer.setSeriesPaint(i, lines.get(i).colour());
            renderer.setSeriesStroke(i, new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            renderer.setSeriesShape(i, SHAPES.get(i % SHAPES.size()));
        }
        return renderer;
    }

    private static Shape polygon(double... coordinates) {
        Path2D path = new Path2D.Double();
        path.moveTo(coordinates[0], coordinates[1]);
        for (int i = 2; i < coordinates.length; i += 2) {
            path.lineTo(coordinates[i], coordinates[i + 1]);
        }
        path.closePath();
        return path;
    }
}
