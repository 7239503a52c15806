package io.afterimage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.cli.Cli.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the commands say of a store with a flipped byte: never a wrong row, never fewer rows and a good exit code. */
class DamageTest {

    private static final int ROWS = 20_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void flippedByte_isFoundByVerify_andEndsASnapshot(Engine engine) throws IOException {
        String store = engine.url(directory);
        Cli.run("fill", "--store", store, "--query", "q", "--rows", Integer.toString(ROWS), "--row-bytes", "200");
        List<String> whole =
                Cli.run("snapshot", "--store", store, "--query", "q").lines();
        assertThat(whole).hasSize(ROWS);

        flipInTheMiddle(largestFile());

        Outcome verified = Cli.run("verify", "--store", store);
        assertThat(verified.exitCode()).isEqualTo(ExitCode.NEGATIVE);
        assertThat(verified.out()).contains("problem: ");

        Outcome read = Cli.run("snapshot", "--store", store, "--query", "q");
        assertThat(read.exitCode()).isEqualTo(ExitCode.STORE_ERROR);
        String where =
                engine == Engine.SQLITE ? "store-pages" : "q"; // SQLite's pages are looked at before any query is
        assertThat(read.err()).contains("damaged").contains(where).doesNotContain("\tat ");
        assertThat(read.lines())
                .hasSizeLessThan(ROWS)
                .isEqualTo(whole.subList(0, read.lines().size()));
    }

    private Path largestFile() throws IOException {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private static void flipInTheMiddle(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long middle = bytes.length() / 2;
            bytes.seek(middle);
            int found = bytes.read();
            bytes.seek(middle);
            bytes.write(found ^ 0x01);
        }
    }
}
