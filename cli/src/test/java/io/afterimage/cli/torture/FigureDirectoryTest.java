package io.afterimage.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.tck.torture.CampaignResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureDirectoryTest {

    private static final CampaignResult RESULT =
            new CampaignResult("soak", "sqlite", 17, 1, 5, List.of(), new TreeSet<>());

    @TempDir
    private Path directory;

    @Test
    void figures_areDrawnBesideTheirValues() throws IOException {
        Files.writeString(
                directory.resolve("soak-sqlite.csv"), "seconds,heap [B],open files\n0.0,1048576,90\n5.0,3145728,91\n");
        Path picture = new FigureDirectory(directory).draw(RESULT).orElseThrow();
        assertThat(picture).hasFileName("soak-sqlite.svg");
        assertThat(Files.readString(picture))
                .contains("heap, MiB", "open files", "seconds", "seed 17", "What a soak of sqlite takes");
    }

    @Test
    void figuresOfAFewMinutes_areDrawnOverMinutes() throws IOException {
        Files.writeString(directory.resolve("soak-sqlite.csv"), "seconds,threads\n0.0,20\n600.0,21\n");
        Path picture = new FigureDirectory(directory).draw(RESULT).orElseThrow();
        assertThat(Files.readString(picture)).contains("minutes").doesNotContain("seconds");
    }

    @Test
    void campaignWithoutFigures_isNotDrawn() throws IOException {
        assertThat(new FigureDirectory(directory).draw(RESULT)).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }
}
