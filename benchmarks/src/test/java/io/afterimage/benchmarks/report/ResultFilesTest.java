package io.afterimage.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {

    private static final SuiteResult RESULT =
            Made.suite("ApplyBenchmark", Made.apply(1, "LMDB", 1, 5), Made.apply(2, "LMDB", 1, 6));

    @TempDir
    private Path directory = Path.of("");

    @Test
    void result_writtenAndRead_isTheSame() throws IOException {
        ResultFiles files = new ResultFiles(directory.resolve("results"));
        files.write(Made.suite("ApplyBenchmark"));
        files.write(RESULT);

        assertThat(files.readAll()).containsExactly(RESULT);
    }

    @Test
    void file_ofAResult_hasALinePerMeasurementAndNothingAside() throws IOException {
        new ResultFiles(directory).write(RESULT);

        assertThat(directory).isDirectoryNotContaining("glob:**.part");
        assertThat(Files.readAllLines(directory.resolve("ApplyBenchmark.json")))
                .filteredOn(line -> line.contains("\"round\""))
                .hasSize(2);
    }

    @Test
    void file_thatIsNoResult_isNamed() throws IOException {
        Files.writeString(directory.resolve("X.json"), "[]");

        assertThatThrownBy(() -> new ResultFiles(directory).readAll())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("X.json")
                .hasMessageContaining("Next: run the suite again.");
    }

    @Test
    void directory_thatIsNotThere_hasNoResults() throws IOException {
        assertThat(new ResultFiles(directory.resolve("none")).readAll()).isEmpty();
    }
}
