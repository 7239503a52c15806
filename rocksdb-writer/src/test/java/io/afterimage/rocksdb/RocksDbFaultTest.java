package io.afterimage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A full disk (C22), in a child JVM. Where the system lets a user mount a file system of his own, the disk is a small one
 * of these; elsewhere a limit on the size of a file stands in for it, with which writes fail just as hard, but RocksDB
 * does not take the failure for a full disk, so that the store must be reopened.
 */
class RocksDbFaultTest {

    private static final String SMALL_DISK = "mount -t tmpfs -o size=40m tmpfs \"$0\" && exec \"$@\"";
    private static final String SMALL_FILES = "ulimit -f 40000; : \"$0\"; exec \"$@\"";
    private static final int BALLAST_BYTES = 24 << 20;
    private static final int BUDGET_MIB_FOR_A_LONG_LOG = 512;

    @TempDir
    private Path disk;

    @ParameterizedTest
    @CsvSource({"4, 900", "4, 60000", "16, 9000", "16, 150000", "128, 30000"})
    void fullDisk_stopsWritesAndNothingElseUntilThereIsRoom(int budgetMiB, int rowBytes) throws Exception {
        assertThat(run(budgetMiB, rowBytes, "write")).isEqualTo(canMount() ? "resumed" : "reopened");
    }

    @Test
    void fullDisk_doesNotKeepAStoreFromClosing() throws Exception {
        assertThat(run(8, 5_000, "close")).isEqualTo("closed");
    }

    /** A log that could not take its first write says so once more when its file is closed. */
    @Test
    void failedLog_doesNotKeepAStoreFromClosing_onceThereIsRoom() throws Exception {
        assertThat(run(8, 5_000, "closeAfterwards")).isEqualTo("closed");
    }

    private String run(int budgetMiB, int rowBytes, String job) throws Exception {
        List<String> child = ChildJvm.command(
                FullDiskWriter.class,
                disk,
                (long) (canMount() ? budgetMiB : BUDGET_MIB_FOR_A_LONG_LOG) << 20,
                rowBytes,
                canMount() ? BALLAST_BYTES : 0,
                job);
        Process process = ChildJvm.start(confined(child));
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().reduce("", (before, line) -> line);
    }

    private List<String> confined(List<String> command) throws Exception {
        List<String> confined = new ArrayList<>(
                canMount()
                        ? List.of("unshare", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK)
                        : List.of("sh", "-c", SMALL_FILES));
        confined.add(disk.toString());
        confined.addAll(command);
        return confined;
    }

    private boolean canMount() throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/unshare"))) {
            return false;
        }
        Process attempt = new ProcessBuilder(
                        "unshare", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK, disk.toString(), "true")
                .redirectErrorStream(true)
                .start();
        attempt.getInputStream().readAllBytes();
        return attempt.waitFor() == 0;
    }
}
