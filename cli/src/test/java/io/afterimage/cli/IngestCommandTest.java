package io.afterimage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.cli.Cli.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IngestCommandTest {

    private static final String STATE = "\"queries\":{\"airborne\":{\"rows\":2,\"generation\":1,\"sequence\":5},"
            + "\"delays-by-origin\":{\"rows\":2,\"generation\":1,\"sequence\":3}}}\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void file_isApplied_andTheSecondRunChangesNothing(Engine engine) throws IOException {
        String store = engine.url(directory);
        Path plain = Files.write(directory.resolve("flights.ndjson"), Flights.bytes());
        Path gzip = Files.write(directory.resolve("flights.ndjson.gz"), Flights.gzip(Flights.bytes()));

        Outcome first = Cli.run("ingest", "--store", store, "--output", "json", plain.toString());
        assertThat(first)
                .isEqualTo(new Outcome(
                        0, "{\"emissions\":8,\"applied\":8,\"duplicates\":0,\"absentRows\":0," + STATE, ""));
        String rows =
                Cli.run("snapshot", "--store", store, "--query", Flights.AIR).out();

        String again = "{\"emissions\":8,\"applied\":0,\"duplicates\":8,\"absentRows\":0," + STATE;
        assertThat(Cli.run("ingest", "--store", store, "--output", "json", gzip.toString())
                        .out())
                .isEqualTo(again);
        assertThat(Cli.runWithInput(Flights.bytes(), "ingest", "--store", store, "--output", "json", "-")
                        .out())
                .isEqualTo(again);
        assertThat(Cli.runWithInput(Flights.gzip(Flights.bytes()), "ingest", "--store", store, "--output", "json", "-")
                        .out())
                .isEqualTo(again);
        assertThat(Cli.run("snapshot", "--store", store, "--query", Flights.AIR).out())
                .isEqualTo(rows)
                .contains("\"distance\":2.56e2", "Zürich ✈");
    }

    @ParameterizedTest
    @EnumSource
    void summary_forPeople_namesTheQueries(Engine engine) {
        assertThat(Cli.runWithInput(Flights.bytes(), "ingest", "--store", engine.url(directory), "-")
                        .out())
                .contains("8 emissions: 8 applied, 0 duplicates skipped")
                .containsPattern("airborne +2 +1 +5");
    }

    @ParameterizedTest
    @EnumSource
    void missingLine_exitsWith4_andNothingAfterItIsApplied(Engine engine) {
        String store = engine.url(directory);
        List<String> lines = new ArrayList<>(Flights.LINES);
        lines.remove(2);
        Outcome outcome = Cli.runWithInput(Flights.bytes(lines), "ingest", "--store", store, "--output", "json", "-");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.GAP);
        assertThat(outcome.err())
                .contains("Query: airborne. Line: 4. Expected: sequence 2. Found: sequence 3.")
                .doesNotContain("\tat ");
        assertThat(outcome.json().get("applied").asInt()).isEqualTo(3);
        assertThat(sequences(store)).isEqualTo("[1, 2]");

        assertThat(Cli.runWithInput(Flights.bytes(lines), "ingest", "--store", store, "--allow-gaps", "-")
                        .exitCode())
                .isEqualTo(ExitCode.DONE);
        assertThat(sequences(store)).isEqualTo("[5, 3]");
    }

    @ParameterizedTest
    @EnumSource
    void unusableLine_isNamed_andEverythingBeforeItIsCommitted(Engine engine) {
        List<String> broken = List.of(
                "{\"query_id\":\"airborne\",\"sequence\":3,\"resul",
                "not JSON at all",
                "{\"type\":\"heartbeat\",\"ts\":1}",
                "{\"query_id\":\"airborne\",\"sequence\":3,\"results\":[{\"type\":\"ADD\",\"data\":{},\"row_signature\":9},"
                        + "{\"type\":\"ADD\",\"data\":{}}]}",
                "{\"query_id\":\"airborne\",\"sequence\":3,\"results\":[{\"type\":\"ADD\",\"data\":{},\"row_signature\":9},"
                        + "{\"type\":\"ADD\",\"data\":{},\"row_signature\":-9}]}",
                "{\"query_id\":\"airborne\",\"sequence\":3,\"results\":[{\"type\":\"ADD\",\"data\":\"" + "x".repeat(100)
                        + "\\ud8\"}]}",
                "\u0000\u0001");
        int number = 0;
        for (String line : broken) {
            String store = engine.url(directory, "store" + number++);
            List<String> lines = new ArrayList<>(Flights.LINES.subList(0, 4));
            lines.add(line);
            lines.addAll(Flights.LINES.subList(4, 8));
            Outcome outcome =
                    Cli.runWithInput(Flights.bytes(lines), "ingest", "--store", store, "--output", "json", "-");
            assertThat(outcome.exitCode()).as(line).isEqualTo(ExitCode.USAGE);
            assertThat(outcome.err())
                    .as(line)
                    .contains("Line 5 cannot be applied.")
                    .doesNotContain("\tat ");
            assertThat(sequences(store)).isEqualTo("[2, 2]");
            assertThat(Cli.run("snapshot", "--store", store, "--query", Flights.AIR)
                            .lines())
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void truncatedInput_isNamedByItsLine(Engine engine) {
        byte[] whole = Flights.bytes(Flights.LINES.subList(0, 5));
        String plain = engine.url(directory, "plain");
        Outcome cut = Cli.runWithInput(Arrays.copyOf(whole, whole.length - 20), "ingest", "--store", plain, "-");
        assertThat(cut.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(cut.err()).contains("Line 5 cannot be applied. It ends in the middle of a JSON document.");
        assertThat(sequences(plain)).isEqualTo("[2, 2]");

        byte[] packed = Flights.gzip(whole);
        String gzip = engine.url(directory, "gzip");
        Outcome cutGzip = Cli.runWithInput(Arrays.copyOf(packed, packed.length - 4), "ingest", "--store", gzip, "-");
        assertThat(cutGzip.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(cutGzip.err()).contains("The gzip stream is damaged or ends in the middle.");

        assertThat(Cli.runWithInput(packed, "ingest", "--store", gzip, "-").exitCode())
                .isZero();
        assertThat(Cli.runWithInput(whole, "ingest", "--store", plain, "-").exitCode())
                .isZero();
        assertThat(Cli.run("diff", plain, gzip).out()).startsWith("equal");
    }

    @ParameterizedTest
    @EnumSource
    void everyForm_interleaved_isApplied(Engine engine) {
        String store = engine.url(directory);
        byte[] lines = Flights.bytes(List.of(
                "{\"kind\":\"control\",\"queryId\":\"rooms\",\"sequence\":1,\"sourceTimeMs\":1,"
                        + "\"controlSignal\":{\"kind\":\"bootstrapStarted\"}}",
                Flights.LINES.get(0),
                "{\"specversion\":\"1.0\",\"data\":{\"kind\":\"change\",\"queryId\":\"rooms\",\"sequence\":2,"
                        + "\"addedResults\":[{\"room\":\"r1\",\"t\":20},{\"room\":\"r2\",\"t\":30}]}}",
                "{\"specversion\":\"1.0\",\"data\":\"{\\\"kind\\\":\\\"change\\\",\\\"queryId\\\":\\\"rooms\\\","
                        + "\\\"sequence\\\":3,\\\"deletedResults\\\":[{\\\"room\\\":\\\"r1\\\"}],"
                        + "\\\"addedResults\\\":[{\\\"room\\\":\\\"r1\\\",\\\"t\\\":21}]}\"}",
                "",
                "{\"kind\":\"control\",\"queryId\":\"rooms\",\"sequence\":4,"
                        + "\"controlSignal\":{\"kind\":\"running\"}}"));
        Outcome outcome = Cli.runWithInput(lines, "ingest", "--store", store, "--key", "room", "--output", "json", "-");
        assertThat(outcome.out())
                .isEqualTo("{\"emissions\":5,\"applied\":5,\"duplicates\":0,\"absentRows\":0,\"queries\":{"
                        + "\"airborne\":{\"rows\":1,\"generation\":1,\"sequence\":1},"
                        + "\"rooms\":{\"rows\":2,\"generation\":1,\"sequence\":4}}}\n");
        assertThat(Cli.run("snapshot", "--store", store, "--query", "rooms").out())
                .contains("\"row\":{\"room\":\"r1\",\"t\":21}}", "\"row\":{\"room\":\"r2\",\"t\":30}}");
        assertThat(Cli.runWithInput(lines, "ingest", "--store", store, "--key", "room", "--output", "json", "-")
                        .json()
                        .get("duplicates")
                        .asInt())
                .isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void query_keepsOnlyItsLines(Engine engine) {
        String store = engine.url(directory);
        Outcome outcome = Cli.runWithInput(
                Flights.bytes(), "ingest", "--store", store, "--query", Flights.AIR, "--output", "json", "-");
        assertThat(outcome.json().get("applied").asInt()).isEqualTo(5);
        assertThat(Cli.run("ls", "--store", store, "--output", "json").json()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void hostileInput_endsInAnError_notInACrash(Engine engine) {
        List<byte[]> inputs = List.of(
                "[".repeat(1_000_000).getBytes(UTF_8),
                "{\"a\":".repeat(100_000).getBytes(UTF_8),
                ("{\"query_id\":\"q\",\"sequence\":" + "9".repeat(100_000) + ",\"results\":[]}").getBytes(UTF_8),
                ("{\"query_id\":\"q\",\"sequence\":1,\"results\":[{\"type\":\"ADD\",\"data\":{},\"row_signature\":"
                                + "9".repeat(1_000_000) + "}]}")
                        .getBytes(UTF_8),
                new byte[] {(byte) 0xFE, (byte) 0xFF, 0, '{'},
                new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3},
                new byte[1 << 20],
                "{\"query_id\":\"\\ud800\",\"sequence\":1,\"results\":[]}".getBytes(UTF_8),
                new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'});
        for (byte[] input : inputs) {
            Outcome outcome = Cli.runWithInput(input, "ingest", "--store", engine.url(directory), "-");
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(outcome.err()).contains("Line 1 cannot be applied.").hasSizeLessThan(2_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void harmlessOddities_areApplied(Engine engine) {
        String big = "x".repeat(10 << 20);
        String input = "\uFEFF" + Flights.LINES.get(0) + "\r\n\r\n\n  " + Flights.LINES.get(2) + "\t\r\n"
                + "{\"query_id\":\"airborne\",\"sequence\":3,\"results\":[{\"type\":\"ADD\",\"data\":{\"big\":\"" + big
                + "\",\"n\":1e400,\"n\":-0},\"row_signature\":18446744073709551615}]}";
        String store = engine.url(directory);
        assertThat(Cli.runWithInput(input.getBytes(UTF_8), "ingest", "--store", store, "-")
                        .err())
                .isEmpty();
        List<String> rows =
                Cli.run("snapshot", "--store", store, "--query", Flights.AIR).lines();
        assertThat(rows.get(2))
                .isEqualTo("{\"signature\":\"18446744073709551615\",\"row\":{\"big\":\"" + big
                        + "\",\"n\":1e400,\"n\":-0}}");
    }

    @ParameterizedTest
    @EnumSource
    void stream_isAppliedAsItComes(Engine engine) {
        String store = engine.url(directory);
        List<Long> seen = new ArrayList<>();
        Outcome outcome = Cli.runWithInput(
                new SteppedStream(Flights.LINES, () -> seen.add(sequenceOf(store))), "ingest", "--store", store, "-");
        assertThat(outcome.exitCode()).isZero();
        assertThat(seen).containsExactly(0L, 1L, 1L, 2L, 2L, 3L, 3L, 4L, 5L);
    }

    /** The sequence of the flights, read beside the writer. */
    private static long sequenceOf(String store) {
        return Cli.run("ls", "--store", store, "--output", "json")
                .json()
                .valueStream()
                .filter(query -> query.get("query").asString().equals(Flights.AIR))
                .mapToLong(query -> query.get("sequence").asLong())
                .sum();
    }

    /** Gives a line only when it is asked to wait, and looks around before each. */
    private static final class SteppedStream extends InputStream {

        private final Iterator<String> lines;
        private final Runnable beforeEach;

        SteppedStream(List<String> lines, Runnable beforeEach) {
            this.lines = lines.iterator();
            this.beforeEach = beforeEach;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("the command reads arrays");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            beforeEach.run();
            if (!lines.hasNext()) {
                return -1;
            }
            byte[] line = (lines.next() + "\n").getBytes(UTF_8);
            System.arraycopy(line, 0, target, offset, line.length);
            return line.length;
        }
    }

    @ParameterizedTest
    @EnumSource
    void inputThatIsNotThere_isAUsageError(Engine engine) {
        Outcome outcome = Cli.run(
                "ingest",
                "--store",
                engine.url(directory),
                directory.resolve("absent").toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("The input cannot be read.");
    }

    private static String sequences(String store) {
        List<Long> sequences = new ArrayList<>();
        Cli.run("ls", "--store", store, "--output", "json")
                .json()
                .forEach(query -> sequences.add(query.get("sequence").asLong()));
        return sequences.toString();
    }
}
