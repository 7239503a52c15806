package io.afterimage.cli.torture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTitleAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.w3c.dom.DOMImplementation;
import org.w3c.dom.Element;

/**
 * Draws figures over time as SVG, a panel for each, all above one axis of time and from zero, on a white card that stands on
 * a light page as on a dark one.
 */
final class FigurePlot {

    private static final int WIDTH = 860;
    private static final int HEAD = 110;
    private static final int PANEL = 88;
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";
    private static final String BYTES = " [B]";
    private static final double MIB = 1 << 20;
    private static final double MINUTES_FROM_SECONDS = 200; // from here on time is told in minutes

    private static final Color INK = new Color(0x222222);
    private static final Color FAINT = new Color(0x666666);
    private static final Color GRID = new Color(0xDDDDDD);
    private static final Color LINE = new Color(0x1F6FB2);
    private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    static {
        System.setProperty("java.awt.headless", "true");
        TextUtils.setUseDrawRotatedStringWorkaround(false); // it draws words as curves
    }

    private final FigureTable table;

    private FigurePlot(FigureTable table) {
        this.table = table;
    }

    /** Draws a table into a file. */
    static void draw(FigureTable table, String title, String conditions, Path file) throws IOException {
        new FigurePlot(table).draw(title, conditions, file);
    }

    private void draw(String title, String conditions, Path file) throws IOException {
        CombinedDomainXYPlot all = new CombinedDomainXYPlot(time());
        all.setGap(14);
        for (int column = 1; column < table.titles().size(); column++) {
            all.add(panel(column));
        }
        JFreeChart chart = new JFreeChart(title, PLAIN.deriveFont(Font.BOLD, 17f), all, false);
        chart.setBackgroundPaint(null); // the card is drawn around it
        chart.setPadding(new RectangleInsets(12, 16, 12, 20));
        chart.getTitle().setPaint(INK);
        chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
        TextTitle under = words(conditions, FAINT);
        under.setHorizontalAlignment(HorizontalAlignment.LEFT);
        under.setPadding(2, 1, 10, 0);
        chart.addSubtitle(0, under);
        write(chart, HEAD + PANEL * (table.titles().size() - 1), title, file);
    }

    private XYPlot panel(int column) {
        boolean bytes = table.titles().get(column).endsWith(BYTES);
        XYSeries series = new XYSeries(table.titles().get(column));
        for (double[] row : table.rows()) {
            series.add(row[0] / timeUnit(), bytes ? row[column] / MIB : row[column]);
        }
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true); // one shape, not one for each pair of samples
        renderer.setSeriesPaint(0, LINE);
        renderer.setSeriesStroke(0, new BasicStroke(1.4f));
        XYPlot panel = new XYPlot(new XYSeriesCollection(series), null, look(height(column, bytes)), renderer);
        panel.setBackgroundPaint(null);
        panel.setOutlineVisible(false);
        panel.setDomainGridlinePaint(GRID);
        panel.setRangeGridlinePaint(GRID);
        String name = bytes
                ? table.titles().get(column).replace(BYTES, ", MiB")
                : table.titles().get(column);
        panel.addAnnotation(new XYTitleAnnotation(0.005, 1, words(name, INK), RectangleAnchor.TOP_LEFT));
        return panel;
    }

    /** From zero, with room for the panel's name above its line. */
    private NumberAxis height(int column, boolean bytes) {
        NumberAxis height = new NumberAxis();
        double most = table.most(column) / (bytes ? MIB : 1);
        height.setRange(0, Math.max(most, 1) * 1.5);
        height.setTickLabelInsets(new RectangleInsets(5, 4, 5, 4)); // fewer numbers
        return height;
    }

    private NumberAxis time() {
        NumberAxis time = look(new NumberAxis(timeUnit() == 1 ? "seconds" : "minutes"));
        time.setRange(0, Math.max(1, table.seconds() / timeUnit()));
        return time;
    }

    private double timeUnit() {
        return table.seconds() < MINUTES_FROM_SECONDS ? 1 : 60;
    }

    private static <A extends ValueAxis> A look(A axis) {
        axis.setLabelFont(PLAIN);
        axis.setLabelPaint(FAINT);
        axis.setTickLabelFont(PLAIN.deriveFont(11f));
        axis.setTickLabelPaint(INK);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
        return axis;
    }

    private static TextTitle words(String text, Color colour) {
        TextTitle words = new TextTitle(text, PLAIN);
        words.setPaint(colour);
        return words;
    }

    private static void write(JFreeChart chart, int height, String title, Path file) throws IOException {
        SVGGraphics2D graphics = new SVGGraphics2D(dom().createDocument(NAMESPACE, "svg", null));
        graphics.setSVGCanvasSize(new Dimension(WIDTH, height));
        RoundRectangle2D card = new RoundRectangle2D.Double(0.5, 0.5, WIDTH - 1, height - 1, 12, 12);
        graphics.setPaint(Color.WHITE);
        graphics.fill(card);
        graphics.setPaint(GRID);
        graphics.draw(card);
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, height));
        Element root = graphics.getRoot();
        root.setAttribute("viewBox", "0 0 " + WIDTH + " " + height);
        root.setAttribute("role", "img");
        root.setAttribute("aria-label", title);
        StringWriter text = new StringWriter();
        graphics.stream(root, text, true, false);
        Files.writeString(file, text.toString());
    }

    private static DOMImplementation dom() {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The JDK has no XML parser.", e);
        }
    }
}
