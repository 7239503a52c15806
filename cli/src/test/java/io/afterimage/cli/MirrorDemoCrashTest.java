package io.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.cli.Cli.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whole demos with few changes: a real API in its own process, real stores, children that are really killed. */
class MirrorDemoCrashTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void killedMirror_countsEverythingOnce(Engine engine) {
        String name = engine == Engine.ROCKSDB ? "rocksdb" : "sqlite";
        Outcome outcome = Cli.run("mirror", "demo", "--store", name, "--kills=2", "--seed=7", "--changes=200");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("kills                          2 by SIGKILL")
                .containsPattern("Whose music sells best\\?\n  artist  +sold  cents\n  Iron Maiden  +[0-9]+  [0-9]+\n")
                .containsPattern("\nverified: [0-9]{4} records, [0-9]{4} changes applied, 2 kills, 0 wrong records,"
                        + " 0 versions or events miscounted, 0 cursors astray, 0 lost, 3 of 3 answers equal\n$");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void mirrorInANamedDirectory_isKept_andTheFiguresAreJson() {
        Path kept = directory.resolve("kept");
        Outcome outcome = Cli.run(
                "mirror",
                "demo",
                "--store=sqlite",
                "--kills=0",
                "--changes=0",
                "--output=json",
                "--dir",
                kept.toString());
        JsonNode json = outcome.json();
        assertThat(json.path("verified").asBoolean()).isTrue();
        assertThat(json.at("/resources/tracks/records").asLong()).isEqualTo(3_503);
        assertThat(json.path("wrongRecords").asInt(-1)).isZero();
        assertThat(json.path("answers")).hasSize(3);
        assertThat(outcome.err()).contains("The store is kept: sqlite:" + kept);
        assertThat(Cli.run(
                                "mirror",
                                "sql",
                                "SELECT count(*) AS n FROM mirror_records WHERE resource = 'artists'",
                                "--store",
                                "sqlite:" + kept.resolve("afterimage.sqlite"))
                        .lines())
                .containsExactly("  n", "275");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--kills=-1", "--changes=-1", "--changes=1000001", "--store=paper"})
    void optionsOutsideTheirLimits_areRefused(String option) {
        Outcome outcome = Cli.run("mirror", "demo", option);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("Next: afterimage mirror demo --help");
    }

    @Test
    void directoryThatIsNotEmpty_isRefused() throws IOException {
        Files.writeString(directory.resolve("precious"), "x");
        Outcome outcome = Cli.run("mirror", "demo", "--dir", directory.toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("The demo starts with an empty store.");
    }
}
