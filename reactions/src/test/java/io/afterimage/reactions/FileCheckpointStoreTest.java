package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.Position;
import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckpointStoreTest {

    private static final Position POSITION = new Position(1, 5, 7);

    @TempDir
    private Path directory;

    private FileCheckpointStore checkpoints;

    @BeforeEach
    void write() {
        checkpoints = FileCheckpointStore.in(directory);
        checkpoints.write("mailer", "orders", POSITION);
    }

    @Test
    void aDamagedFile_isAnErrorThatNamesIt_neverNoCheckpoint() throws IOException {
        for (byte[] damage : List.of(new byte[0], new byte[] {0}, new byte[5_000])) {
            Files.write(file(), damage);
            assertThatThrownBy(() -> checkpoints.read("mailer", "orders"))
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining(file().toString());
        }
    }

    @Test
    void aDamagedFile_canBeRemoved() throws IOException {
        Files.write(file(), new byte[3]);
        checkpoints.remove("mailer", "orders");
        assertThat(checkpoints.read("mailer", "orders")).isEmpty();
    }

    @Test
    void whatACrashLeftUnfinished_isNotReadAndIsReplaced() throws IOException {
        Path unfinished = file().resolveSibling(file().getFileName() + ".unfinished");
        Files.write(unfinished, new byte[3_000]);
        assertThat(checkpoints.read("mailer", "orders")).contains(POSITION);
        checkpoints.write("mailer", "orders", new Position(1, 6, 7));
        assertThat(checkpoints.read("mailer", "orders")).contains(new Position(1, 6, 7));
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void aFileThatCannotBeWritten_isUnavailable_andTheOldCheckpointStands() throws IOException {
        Path inTheWay = file().resolveSibling(file().getFileName() + ".unfinished");
        Files.createDirectory(inTheWay);
        assertThatThrownBy(() -> checkpoints.write("mailer", "orders", new Position(1, 6, 7)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(file().toString());
        assertThat(checkpoints.read("mailer", "orders")).contains(POSITION);
    }

    @Test
    void aFileThatCannotBeRead_isUnavailable() throws IOException {
        Path file = file();
        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> checkpoints.read("mailer", "orders")).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aDirectoryThatCannotBeMade_isUnavailable() throws IOException {
        Path file = file();
        assertThatThrownBy(() -> FileCheckpointStore.in(file)).isInstanceOf(StoreUnavailableException.class);
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".checkpoint"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
