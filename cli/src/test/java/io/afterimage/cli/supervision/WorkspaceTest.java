package io.afterimage.cli.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
    @TempDir
    private Path directory;

    private static Path fill(Workspace workspace) throws IOException {
        Files.createDirectories(workspace.store());
        Files.writeString(workspace.scratch().resolve("library.so"), "unpacked");
        return Files.writeString(workspace.store().resolve("data"), "rows");
    }

    @Test
    void temporaryStore_isDeletedWithEverything() throws IOException {
        Path scratch;
        try (Workspace workspace = Workspace.create(null)) {
            fill(workspace);
            scratch = workspace.scratch();
            assertThat(workspace.storeKept()).isFalse();
        }
        assertThat(scratch).doesNotExist();
    }

    @Test
    void temporaryStore_isKeptOnDemand() throws IOException {
        Path data;
        Path scratch;
        try (Workspace workspace = Workspace.create(null)) {
            data = fill(workspace);
            scratch = workspace.scratch();
            workspace.keepStore();
        }
        assertThat(data).hasContent("rows");
        assertThat(scratch.resolve("library.so")).doesNotExist();
        Files.delete(data);
        Files.delete(data.getParent());
        Files.delete(scratch);
    }

    @Test
    void storeInANamedDirectory_isKept() throws IOException {
        Path data;
        Path scratch;
        try (Workspace workspace = Workspace.create(directory.resolve("new"))) {
            data = fill(workspace);
            scratch = workspace.scratch();
            assertThat(workspace.storeKept()).isTrue();
        }
        assertThat(data).hasContent("rows").hasParent(directory.resolve("new"));
        assertThat(scratch).doesNotExist();
    }

    @Test
    void emptyDirectory_isTaken() {
        try (Workspace workspace = Workspace.create(directory)) {
            assertThat(workspace.store()).isEqualTo(directory);
        }
    }

    @Test
    void directoryWithFiles_isRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("precious"), "x");

        assertThatThrownBy(() -> Workspace.create(directory))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll(directory.toString(), "other files in it", "--dir");
        assertThatThrownBy(() -> Workspace.create(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("a file");
        assertThat(file).hasContent("x");
    }
}
