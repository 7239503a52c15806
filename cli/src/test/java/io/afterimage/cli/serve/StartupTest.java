package io.afterimage.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps a server from starting, and how it says so. */
class StartupTest {

    @TempDir
    private Path directory;

    private record Outcome(int exitCode, String out, String err) {}

    private Outcome run(String config, String... more) throws Exception {
        Path errors = directory.resolve("errors");
        Process process = ServeProcess.launch(directory, "sqlite:" + directory.resolve("store"), config, errors, more);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), out, Files.readString(errors));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "grpc"})
    void takenAddress_isNamed(String key) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String other = key.equals("http") ? "grpc" : "http";
            Outcome outcome =
                    run(key + ": 127.0.0.1:" + taken.getLocalPort() + "\n" + other + ": 127.0.0.1:0\nqueries: []\n");
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .contains("The server cannot listen. Key: " + key, "127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void lockedStore_namesItsHolder() throws Exception {
        try (ServeProcess holder =
                ServeProcess.start(directory, "sqlite:" + directory.resolve("store"), Traffic.CONFIG)) {
            Outcome outcome = run(Traffic.CONFIG);
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.STORE_ERROR);
            assertThat(outcome.err()).contains("process ");
            assertThat(holder.alive()).isTrue();
        }
    }

    @Test
    void unusableConfiguration_namesAllThatIsWrong() throws Exception {
        Outcome outcome = run("htpp: 1\ngrace: soon\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("Key: htpp", "Key: grace");
        assertThat(directory.resolve("store")).doesNotExist();
    }

    @Test
    void check_onlyChecks() throws Exception {
        Outcome outcome = run(Traffic.CONFIG, "--check");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.out()).isEqualTo("The configuration can be used.\n");
        assertThat(outcome.err()).isEmpty();
        assertThat(directory.resolve("store")).doesNotExist();
        assertThat(run("grace: soon", "--check").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void readyLine_isAllThatGoesToStandardOutput() throws IOException {
        try (ServeProcess server =
                ServeProcess.start(directory, "sqlite:" + directory.resolve("store"), Traffic.CONFIG)) {
            assertThat(server.httpPort()).isPositive();
            assertThat(server.grpcPort()).isPositive();
            server.terminate();
            assertThat(server.awaitEnd()).isZero();
            assertThat(server.log()).contains("INFO").doesNotContain(" WARN ").doesNotContain("ERROR");
        }
    }
}
