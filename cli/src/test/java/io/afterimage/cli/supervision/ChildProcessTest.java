package io.afterimage.cli.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path directory;

    private ChildProcess start(String... command) {
        return ChildProcess.start(List.of(command), directory.resolve("errors.txt"), Duration.ofSeconds(60));
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
    void childThatHangs_isAFailure() {
        List<String> waiting = List.of(JAVA, "-cp", System.getProperty("java.class.path"), Waiting.class.getName());
        Duration patience = Duration.ofMillis(1); // no JVM speaks so soon, and this one never does
        try (ChildProcess child = ChildProcess.start(waiting, directory.resolve("errors.txt"), patience)) {
            assertThatThrownBy(child::next).isInstanceOf(DemoFailure.class).hasMessageContaining("The child hangs");
            assertThatThrownBy(child::join).isInstanceOf(DemoFailure.class).hasMessageContaining("does not end");
        }
    }

    /** A program that waits for a word that nobody says. */
    static final class Waiting {
        private Waiting() {}

        public static void main(String[] arguments) throws IOException {
            System.exit(System.in.read());
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
                        new ChildReport.Restored(1, Map.of("restoreMicros", 2L, "skipped", 3L)),
                        new ChildReport.Acknowledged(5),
                        new ChildReport.Finished()))
                .allSatisfy(
                        report -> assertThat(ChildReport.parse(report.line())).isEqualTo(report));
        assertThatThrownBy(() -> ChildReport.parse("acknowledged")).isInstanceOf(DemoFailure.class);
        assertThatThrownBy(() -> ChildReport.parse("acknowledged x")).isInstanceOf(DemoFailure.class);
        assertThatThrownBy(() -> ChildReport.parse("restored 1 skipped")).isInstanceOf(DemoFailure.class);
    }
}
