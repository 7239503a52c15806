package io.afterimage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.cli.Cli.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Kills the real command in the middle of its work and runs it again over the same lines.
 *
 * <p>When it fails: the message holds the seed. A lost or doubled emission shows as a difference from the store that was
 * filled without a kill.
 */
class IngestCrashTest {

    private static final int LINES = 15_000;

    /** What may lie between the child and its store: the pipe, and the child's own buffer. */
    private static final int IN_FLIGHT_BYTES = 2 << 16;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void killedThreeTimes_andRunAgain_isExact(Engine engine) throws Exception {
        long seed = System.nanoTime();
        byte[] input = emissions(new Random(seed));
        String store = engine.url(directory);
        long before = 0;
        for (int kill = 1; kill <= 3; kill++) {
            int written = kill * input.length / 4 + new Random(seed + kill).nextInt(5_000);
            killAfter(input, written, store);
            long applied = Cli.run("ls", "--store", store, "--output", "json")
                    .json()
                    .valueStream()
                    .mapToLong(query -> query.get("sequence").asLong())
                    .sum();
            assertThat(applied)
                    .as("applied after kill %d, seed %d", kill, seed)
                    .isGreaterThanOrEqualTo(before)
                    .isBetween(fullLines(input, written - IN_FLIGHT_BYTES) - 256, fullLines(input, written));
            before = applied;
        }

        Outcome last = Cli.runWithInput(
                input, "ingest", "--store", store, "--durability", "process-crash", "--output", "json", "-");
        assertThat(last.exitCode()).as(last.err()).isZero();
        JsonNode document = last.json();
        assertThat(document.get("emissions").asLong()).isEqualTo(LINES);
        assertThat(document.get("duplicates").asLong()).isEqualTo(before).isPositive();

        String undisturbed = engine.url(directory, "undisturbed");
        Cli.runWithInput(input, "ingest", "--store", undisturbed, "--durability", "process-crash", "-");
        assertThat(Cli.run("diff", store, undisturbed).lines())
                .as("seed %d", seed)
                .hasSize(1);
        assertThat(Cli.run("verify", "--store", store).exitCode()).isZero();
    }

    private void killAfter(byte[] input, int length, String store) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "ingest",
                        "--store",
                        store,
                        "--durability",
                        "process-crash",
                        "-"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("child.log").toFile())
                .start();
        try (OutputStream pipe = child.getOutputStream()) {
            pipe.write(input, 0, length);
            pipe.flush();
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).as("killed").isEqualTo(128 + 9);
    }

    private static long fullLines(byte[] input, int length) {
        long lines = 0;
        for (int i = 0; i < length; i++) {
            lines += input[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static byte[] emissions(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            String signature = Long.toUnsignedString(random.nextInt(500) * 0x9E3779B97F4A7C15L + 1);
            boolean delete = random.nextInt(3) == 0;
            text.append("{\"query_id\":\"q")
                    .append(i % 2)
                    .append("\",\"sequence\":")
                    .append(i / 2 + 1)
                    .append(",\"results\":[{\"type\":\"")
                    .append(delete ? "DELETE" : "ADD")
                    .append("\",\"data\":{\"line\":")
                    .append(i)
                    .append("},\"row_signature\":")
                    .append(signature)
                    .append("}]}\n");
        }
        return text.toString().getBytes(UTF_8);
    }
}
