package io.afterimage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command in this process, for tests. */
final class Cli {

    /**
     * What a run gave.
     *
     * @param exitCode its exit code
     * @param out what it wrote to standard output
     * @param err what it wrote to standard error
     */
    record Outcome(int exitCode, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }

        /** The one JSON document on standard output. */
        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    private Cli() {}

    static Outcome run(String... arguments) {
        return runWithInput(new byte[0], arguments);
    }

    static Outcome runWithInput(byte[] input, String... arguments) {
        return runWithInput(new ByteArrayInputStream(input), arguments);
    }

    static Outcome runWithInput(InputStream input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = runInto(out, err, input, arguments);
        return new Outcome(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    static int runInto(OutputStream out, OutputStream err, InputStream input, String... arguments) {
        Console console = new Console(input, new Output(out), new PrintStream(err, true, UTF_8), false, false);
        return Main.run(new Workplace(console, Stores.onAllEngines()), arguments);
    }
}
