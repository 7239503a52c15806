package io.afterimage.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path directory;

    private ChildProcess start(String... command) {
        return ChildProcess.start(List.of(command), directory.resolve("errors.txt"));
    }

    @Test
    void childThatDies_isAFailureWithWhatItPrinted() {
        try (ChildProcess child = start(JAVA, "-cp", directory.toString(), "no.such.Program")) {
            assertThatThrownBy(child::next)
                    .isInstanceOf(DemoFailure.class)
                    .hasMessageContainingAll("died by itself", "Exit code: 1", "no.such.Program");
        }
    }

    @Test
    void childThatIsDeadAlready_cannotBeKilled() {
        try (ChildProcess child = start(JAVA, "-version")) {
            child.join();
            assertThatThrownBy(() -> child.kill(0))
                    .isInstanceOf(DemoFailure.class)
                    .hasMessageContaining("died by itself");
        }
    }

    @Test
    void childThatSpeaksInTongues_isAFailure() {
        try (ChildProcess child = start(JAVA, "--version")) {
            assertThatThrownBy(child::next)
                    .isInstanceOf(DemoFailure.class)
                    .hasMessageContaining("prints what it should not");
        }
    }

    @Test
    void childThatCannotBeStarted_isAFailure() {
        assertThatThrownBy(() -> start(directory.resolve("nothing").toString()))
                .isInstanceOf(DemoFailure.class)
                .hasMessageContaining("cannot be started");
    }

    @Test
    void reports_areReadAsTheyWereWritten() {
        assertThat(List.of(
                        new ChildReport.Restored(1, 2, 3, 4),
                        new ChildReport.Acknowledged(5),
                        new ChildReport.Finished()))
                .allSatisfy(
                        report -> assertThat(ChildReport.parse(report.line())).isEqualTo(report));
        assertThatThrownBy(() -> ChildReport.parse("acknowledged")).isInstanceOf(DemoFailure.class);
        assertThatThrownBy(() -> ChildReport.parse("acknowledged x")).isInstanceOf(DemoFailure.class);
    }
}
