package io.afterimage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code mirror sync --follow} as a process of its own, told to end as service managers do it. */
class MirrorFollowTest {

    private static final int SIGTERM_EXIT = 128 + 15;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void follow_goesOnUntilItIsToldToEnd_andReports(Engine engine) throws IOException, InterruptedException {
        String store = engine.url(directory);
        try (SmallApi api = new SmallApi()) {
            api.answering("/people", "[{'id':1,'name':'Ada'}]");
            Process process = start(store, api);
            try {
                api.awaitRequests(2); // whoever asks again has applied what it was told before
                api.answering("/people", "[{'id':1,'name':'Ada Lovelace'}]");
                api.awaitRequests(3);
                process.toHandle().destroy(); // unlike the process's own method it leaves the output readable
                String out = new String(process.getInputStream().readAllBytes(), UTF_8);
                assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
                assertThat(out).endsWith("1 sources, 0 failed: 2 deltas pulled, 2 applied, 0 skipped\n");
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(Cli.run("mirror", "get", "--store", store, "people", "1").out())
                .startsWith("version 2 ");
        assertThat(Cli.run("verify", "--store", store).exitCode()).isEqualTo(ExitCode.DONE);
    }

    private Process start(String store, SmallApi api) throws IOException {
        Path config = Files.writeString(directory.resolve("mirror.yaml"), """
                follow: {pause: 5ms}
                sources:
                  people: {url: "%s", resource: people}
                """.formatted(api.url("/people")));
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "mirror",
                        "sync",
                        "--follow",
                        "--store",
                        store,
                        "--config",
                        config.toString()))
                .redirectError(directory.resolve("errors.txt").toFile())
                .start();
    }
}
