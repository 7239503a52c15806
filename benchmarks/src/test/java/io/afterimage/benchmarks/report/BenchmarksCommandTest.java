package io.afterimage.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command where it runs nothing. */
class BenchmarksCommandTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path home = Path.of("");

    @Test
    void unknownSuite_isRefused_andTheKnownOnesAreListed() throws IOException {
        assertThat(run("--quick", "AplyBenchmark")).isEqualTo(2);

        assertThat(printed())
                .contains("No suite has this name. Found: AplyBenchmark. Expected: ")
                .contains("MirrorSyncBenchmark")
                .contains("--jmh");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void report_ofAQuickRun_staysInTheBuildDirectory() throws IOException {
        Path quick = home.resolve("benchmarks/target/quick");
        new ResultFiles(quick).write(Made.suite("ApplyBenchmark", Made.apply(1, "LMDB", 100, 5)));

        assertThat(run("--quick", "--report")).isZero();

        assertThat(quick.resolve("README.md")).content().contains("commit 0123abc");
        assertThat(printed()).contains("## Targets", "not measured: ApplyBenchmark.apply", "README.md");
        assertThat(home.resolve("benchmarks/results")).doesNotExist();
    }

    @Test
    void report_ofAFullRun_isInTheFirstPageToo() throws IOException {
        Path page = Files.writeString(
                home.resolve("README.md"), "# Title\n" + ReadmeSection.BEGIN + "\n" + ReadmeSection.END + "\n");
        new ResultFiles(home.resolve("benchmarks/results"))
                .write(Made.suite("ApplyBenchmark", Made.apply(1, "LMDB", 100, 5)));

        assertThat(run("--report")).isZero();

        assertThat(page).content().startsWith("# Title").contains("commit 0123abc", "benchmarks/results/README.md");
    }

    private int run(String... line) {
        return BenchmarksCommand.run(home, "0123abc", new PrintStream(printed, true, StandardCharsets.UTF_8), line);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
