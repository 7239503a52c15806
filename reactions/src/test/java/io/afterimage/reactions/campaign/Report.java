package io.afterimage.reactions.campaign;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** What a child tells the campaign on its output, and what it hears on its input. */
@SuppressWarnings("SystemOut") // a child's output is how the campaign sees it
final class Report {

    private static final BufferedReader INPUT =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private Report() {}

    static void say(String line) {
        System.out.println(line);
    }

    /** The next line of the input, empty at its end. */
    static String hear() throws IOException {
        String line = INPUT.readLine();
        return line == null ? "" : line;
    }

    static void untilInputEnds() throws IOException {
        while (!hear().isEmpty()) {
            say("waiting for the end");
        }
    }
}
