package io.afterimage.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The stretch of a page between two markers, which this program writes; the rest is people's. */
final class ReadmeSection {

    static final String BEGIN = "<!-- benchmarks: written by benchmarks/run -->";
    static final String END = "<!-- benchmarks: end -->";

    private ReadmeSection() {}

    static void replace(Path page, String section) throws IOException {
        Files.writeString(page, replaced(page, Files.readString(page), section));
    }

    private static String replaced(Path page, String text, String section) throws IOException {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("A page has no place for the results. Where: " + page + ". Expected: a line " + BEGIN
                    + ", later a line " + END + ". Next: put them where the results belong.");
        }
        return text.substring(0, begin + BEGIN.length()) + "\n" + section + text.substring(end);
    }
}
