package io.afterimage.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgTest {

    private static final Picture BARS = new Picture.Bars(
            "bars",
            "How fast?",
            "Batches of 100.",
            "rows per second",
            Unit.COUNT,
            List.of(
                    new Picture.Bar("slow", Color.BLUE, new Spread(1_000, 1_100, 1_200, 2)),
                    new Picture.Bar("fast", Color.RED, new Spread(30_000, 31_000, 32_000, 2))));

    private static final Picture LINES = new Picture.Lines(
            "lines",
            "How fast, as it grows?",
            "Batches of 100.",
            "live rows",
            "time of a call",
            Unit.TIME,
            List.of(new Picture.Line(
                    "ours",
                    Color.RED,
                    List.of(
                            new Picture.Point(1e4, new Spread(1e-6, 1.1e-6, 1.2e-6, 2)),
                            new Picture.Point(1e7, new Spread(1e-3, 1.1e-3, 1.2e-3, 2))))));

    @TempDir
    private Path directory = Path.of("");

    @Test
    void bars_areTextThatCanBeRead() throws Exception {
        assertThat(words(BARS)).contains("How fast?", "Batches of 100.", "rows per second", "slow", "fast", "31.0 k");
    }

    @Test
    void bars_theLongestComesFirst() throws Exception {
        assertThat(words(BARS)).containsSubsequence("fast", "slow");
    }

    @Test
    void lines_thatDifferMuch_haveAnAxisOfPowersOfTen() throws Exception {
        assertThat(words(LINES))
                .contains("live rows", "time of a call", "ours", "10 k", "1 M", "1 us", "10 us", "1 ms");
    }

    @Test
    void picture_drawnTwice_isTheSameBytes() throws Exception {
        Svg.write(LINES, directory);
        byte[] first = Files.readAllBytes(directory.resolve("lines.svg"));
        Svg.write(LINES, directory);

        assertThat(directory.resolve("lines.svg")).hasBinaryContent(first);
    }

    /** What stands in the picture; it is parsed without fetching the document type that it names. */
    private List<String> words(Picture picture) throws Exception {
        Svg.write(picture, directory);
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        parser.setEntityResolver((publicId, systemId) -> new InputSource(new ByteArrayInputStream(new byte[0])));
        String text = Files.readString(directory.resolve(Svg.name(picture)));
        Document svg = parser.parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        NodeList texts = svg.getElementsByTagName("text");
        return IntStream.range(0, texts.getLength())
                .mapToObj(i -> texts.item(i).getTextContent().strip())
                .toList();
    }
}
