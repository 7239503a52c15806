package io.afterimage.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeSectionTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void section_isReplaced_andTheRestIsKept() throws IOException {
        Path page = page("before\n" + ReadmeSection.BEGIN + "\nold\n" + ReadmeSection.END + "\nafter\n");

        ReadmeSection.replace(page, "\nnew\n\n");
        ReadmeSection.replace(page, "\nnewer\n\n");

        assertThat(page)
                .hasContent("before\n" + ReadmeSection.BEGIN + "\n\nnewer\n\n" + ReadmeSection.END + "\nafter\n");
    }

    @Test
    void page_withoutAPlace_isRefusedAndKept() throws IOException {
        Path page = page(ReadmeSection.END + ReadmeSection.BEGIN);

        assertThatThrownBy(() -> ReadmeSection.replace(page, "new"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(page.toString())
                .hasMessageContaining("Next: put them where the results belong.");
        assertThat(page).hasContent(ReadmeSection.END + ReadmeSection.BEGIN);
    }

    @Test
    void firstPage_ofTheProject_hasAPlace() throws IOException {
        assertThat(Files.readString(Path.of("../README.md"))).contains(ReadmeSection.BEGIN, ReadmeSection.END);
    }

    private Path page(String text) throws IOException {
        return Files.writeString(directory.resolve("README.md"), text);
    }
}
