package io.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.cli.Cli.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @TempDir
    private Path directory;

    @Test
    void help_namesEveryCommand_andItsExitCodes() {
        Outcome outcome = Cli.run("--help");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.out())
                .contains("ingest", "ls", "count", "clear", "drop", "snapshot", "verify", "copy", "diff", "fill")
                .contains("Exit codes:");
        assertThat(outcome.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "ls", "count", "clear", "drop", "snapshot", "verify", "copy", "diff", "fill"})
    void help_ofEachCommand_isPrinted(String command) {
        Outcome outcome = Cli.run(command, "--help");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.out()).startsWith("Usage: afterimage " + command).contains("--output=FORMAT");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void version_isPrinted() {
        assertThat(Cli.run("--version").out()).startsWith("afterimage ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frobnicate",
                "ls --nonsense",
                "ls --store",
                "ls --store mysql:x",
                "ls --store rocksdb",
                "ls --store rocksdb:",
                "ls --store /tmp/x",
                "ls --output yaml",
                "count",
                "ingest --durability nothing -",
                "ingest",
                "copy rocksdb:a",
                "fill --query q --rows many",
                "fill --query q --rows -1",
                "fill --query q --rows 1 --row-bytes 3",
            })
    void unusableCommandLine_exitsWith2_sayingWhy(String line) {
        Outcome outcome = Cli.run(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void unknownEngine_isToldTheKnownOnes() {
        assertThat(Cli.run("ls", "--store", "mysql:x").err())
                .contains("rocksdb, sqlite")
                .contains("mysql");
    }

    @Test
    void illegalQueryId_isRefusedByName() {
        Outcome outcome = Cli.run("count", "--query", "q".repeat(1_025));
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("The query id is too long.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls --store",
                "count --query q --store",
                "snapshot --query q --store",
                "verify --store",
                "clear --query q --yes --store",
                "drop --query q --yes --store",
                "clear --query q --store",
                "diff sqlite:absent",
                "copy --query q"
            })
    void commandThatReads_neverCreatesAStore(String command) throws IOException {
        for (Engine engine : Engine.values()) {
            String line = command + " " + engine.url(directory) + (command.startsWith("copy") ? " sqlite:copy" : "");
            Outcome outcome = Cli.run(line.split(" "));
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.STORE_ERROR);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains("There is no such store.").doesNotContain("\tat ");
            try (var files = Files.list(directory)) {
                assertThat(files).isEmpty();
            }
        }
    }

    @Test
    void verbose_showsTheStackTrace() {
        assertThat(Cli.run("ls", "--verbose", "--store", "sqlite:" + directory.resolve("x"))
                        .err())
                .contains("\tat ");
    }

    @Test
    void readerThatGoesAway_endsTheCommandQuietly() {
        String store = Engine.SQLITE.url(directory);
        Cli.run("fill", "--store", store, "--query", "q", "--rows", "2000");
        assertThat(failing("Broken pipe", "snapshot", "--store", store, "--query", "q"))
                .isEqualTo("0:");
    }

    @Test
    void outputThatIsLost_isAnError() {
        String store = Engine.SQLITE.url(directory);
        Cli.run("fill", "--store", store, "--query", "q", "--rows", "2000");
        for (String[] command : List.of(
                new String[] {"snapshot", "--store", store, "--query", "q"},
                new String[] {"ls", "--store", store},
                new String[] {"--help"})) {
            assertThat(failing("No space left on device", command))
                    .startsWith("3:The output could not be written.")
                    .doesNotContain("\tat ");
        }
    }

    private static String failing(String reason, String... command) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Cli.runInto(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException(reason);
                    }
                },
                err,
                InputStream.nullInputStream(),
                command);
        return exitCode + ":" + err.toString(StandardCharsets.UTF_8);
    }
}
