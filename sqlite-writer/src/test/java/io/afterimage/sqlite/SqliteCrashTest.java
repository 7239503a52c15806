package io.afterimage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A child JVM that writes is killed with SIGKILL, again and again, also while it creates the store: what it acknowledged
 * is there, and the whole store is sound (C1, C16).
 */
class SqliteCrashTest {

    private static final int KILLS = 4 * Integer.getInteger("afterimage.campaign", 1);

    @TempDir
    Path directory;

    /** Opens the store and commits until it is killed. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            int rows = Integer.parseInt(arguments[2]);
            int rowBytes = Integer.parseInt(arguments[3]);
            try (LiveResultsStore store = open(Path.of(arguments[0]), Durability.valueOf(arguments[1]))) {
                for (long n = store.position("q").sequence() + 1; ; n++) {
                    byte[] row = new byte[(int) (n % rowBytes)];
                    Arrays.fill(row, (byte) n);
                    store.commit(ResultCommit.of("q", n, List.of(RowMutation.upsert(n % rows, row)))
                            .outbox(new byte[] {(byte) n})
                            .sourcePosition("s", new byte[] {(byte) n})
                            .build());
                    System.out.println(n);
                }
            }
        }
    }

    private static LiveResultsStore open(Path file, Durability durability) {
        return SqliteLiveResultsStore.at(file)
                .memoryBudgetBytes(4 << 20)
                .durability(durability)
                .open();
    }

    @Test
    void killedWhileWriting_acknowledgedCommitsAreThere() throws IOException {
        Path file = directory.resolve("store.db");
        for (int kill = 0; kill < KILLS; kill++) {
            Durability durability = kill % 2 == 0 ? Durability.POWER_LOSS : Durability.PROCESS_CRASH;
            long acknowledged = writeAndKill(file, durability, 1_000, 3_000, 200L * kill + 37);
            try (LiveResultsStore store = open(file, durability)) {
                long sequence = store.position("q").sequence();
                assertThat(sequence).isGreaterThanOrEqualTo(acknowledged);
                assertThat(store.rowCount("q")).isEqualTo(Math.min(sequence, 1_000));
                assertThat(store.sourcePositions("q").get("s")).containsExactly((byte) sequence);
                try (Snapshot snapshot = store.readSnapshot("q")) {
                    assertThat(snapshot.toList()).hasSize((int) Math.min(sequence, 1_000));
                }
                assertThat(store.verifyAll())
                        .allSatisfy(it -> assertThat(it.problems()).isEmpty());
            }
        }
    }

    @Test
    void killedWhileTheLogIsMoved_thePagesAreThoseThatWereSealed() throws IOException {
        Path file = directory.resolve("store.db");
        Random random = new Random(7);
        for (int kill = 0; kill < 2 * KILLS; kill++) {
            Durability durability = kill % 2 == 0 ? Durability.PROCESS_CRASH : Durability.POWER_LOSS;
            int untilTheLogIsFull = (int) (2 * Checkpoints.LOG_BYTES / 1_000_000);
            long acknowledged =
                    writeAndKill(file, durability, 40, 1_000_000, untilTheLogIsFull + random.nextInt(20) - 10);
            try (LiveResultsStore store = open(file, durability)) {
                assertThat(store.position("q").sequence()).isGreaterThanOrEqualTo(acknowledged);
                assertThat(store.verifyAll())
                        .allSatisfy(it -> assertThat(it.problems()).isEmpty());
            }
        }
    }

    @Test
    void killedWhileCreating_theNextOpenFinishes() throws IOException {
        for (int kill = 0; kill < KILLS; kill++) {
            Path file = Files.createTempDirectory(directory, "fresh").resolve("store.db");
            Process child = start(file, Durability.POWER_LOSS, 1_000, 3_000);
            while (child.isAlive() && !Files.exists(Path.of(file + (kill % 2 == 0 ? "-lock" : "-creating")))) {
                Thread.onSpinWait();
            }
            child.destroyForcibly();
            assertThat(child.onExit().join().exitValue()).isNotZero();

            try (LiveResultsStore store = open(file, Durability.POWER_LOSS)) {
                assertThat(store.verifyAll())
                        .allSatisfy(it -> assertThat(it.problems()).isEmpty());
            }
        }
    }

    /** Lets the child acknowledge so many commits, kills it, and gives the last one it acknowledged. */
    private static long writeAndKill(Path file, Durability durability, int rows, int rowBytes, long commits)
            throws IOException {
        Process child = start(file, durability, rows, rowBytes);
        long last = 0;
        try (BufferedReader lines = child.inputReader()) {
            String line;
            for (long i = 0; (line = lines.readLine()) != null; i++) {
                last = Long.parseLong(line);
                if (i == commits) {
                    child.toHandle().destroyForcibly(); // unlike the process's own method, leaves the lines readable
                }
            }
        }
        child.onExit().join();
        assertThat(last).as("the child wrote").isPositive();
        return last;
    }

    private static Process start(Path file, Durability durability, int rows, int rowBytes) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        file.toString(),
                        durability.name(),
                        Integer.toString(rows),
                        Integer.toString(rowBytes))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
