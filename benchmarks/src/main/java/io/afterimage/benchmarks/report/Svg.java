package io.afterimage.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
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
import org.w3c.dom.DOMImplementation;
import org.w3c.dom.Element;

/**
 * Writes pictures as SVG whose words are text, on a white card with a grey rim, which stands on a light page as on a dark
 * one. The same results give the same bytes, given the same fonts.
 */
final class Svg {

    private static final int WIDTH = 860;
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    static {
        System.setProperty("java.awt.headless", "true");
    }

    private Svg() {}

    /** The file's name of a picture. */
    static String name(Picture picture) {
        return picture.file() + ".svg";
    }

    static void write(Picture picture, Path directory) throws IOException {
        if (picture instanceof Picture.Bars bars) {
            write(BarChart.of(bars), BarChart.height(bars), picture, directory);
        } else if (picture instanceof Picture.Lines lines) {
            write(LineChart.of(lines), LineChart.HEIGHT, picture, directory);
        }
    }

    private static void write(JFreeChart chart, int height, Picture picture, Path directory) throws IOException {
        SVGGraphics2D graphics = new SVGGraphics2D(dom().createDocument(NAMESPACE, "svg", null));
        graphics.setSVGCanvasSize(new Dimension(WIDTH, height));
        RoundRectangle2D card = new RoundRectangle2D.Double(0.5, 0.5, WIDTH - 1, height - 1, 12, 12);
        graphics.setPaint(Color.WHITE);
        graphics.fill(card);
        graphics.setPaint(Look.GRID);
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(card);
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, height));
        Element root = graphics.getRoot();
        root.setAttribute("viewBox", "0 0 " + WIDTH + " " + height);
        root.setAttribute("role", "img");
        root.setAttribute("aria-label", picture.question());
        StringWriter text = new StringWriter();
        graphics.stream(root, text, true, false);
        Files.writeString(directory.resolve(name(picture)), text.toString());
    }

    private static DOMImplementation dom() {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().getDOMImplementation();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The JDK has no XML parser.", e);
        }
    }
}
