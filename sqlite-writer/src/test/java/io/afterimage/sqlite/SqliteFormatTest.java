package io.afterimage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.Durability;
import io.afterimage.NewerFormatException;
import io.afterimage.RefusedException;
import io.afterimage.spi.StoreSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is opened, what is created and what is refused (C21); a refusal leaves every file as it was. */
class SqliteFormatTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = directory.resolve("store.db");
    }

    private void open() {
        SqliteLiveResultsStore.at(file).open().close();
    }

    private void openReadOnly() {
        SqliteLiveResultsStore.at(file).readOnly().open().close();
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (var paths = Files.list(directory)) {
            for (Path path : paths.toList()) {
                contents.put(path.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(path)));
            }
        }
        return contents;
    }

    private void patch(int offset, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).putInt(offset, value);
        Files.write(file, bytes);
    }

    private void createThenForgetTheLock() throws IOException {
        open();
        Files.delete(directory.resolve("store.db-lock"));
    }

    @Test
    void newerFormat_isRefused_andEveryFileStaysAsItWas() throws IOException {
        createThenForgetTheLock();
        for (int version : new int[] {2, 1_000, -1}) {
            patch(60, version);
            Map<String, String> before = files();

            assertThatThrownBy(this::open).isInstanceOfSatisfying(NewerFormatException.class, e -> {
                assertThat(e.foundVersion()).isEqualTo(Integer.toUnsignedLong(version));
                assertThat(e.knownVersion()).isEqualTo(1);
            });
            assertThatThrownBy(this::openReadOnly).isInstanceOf(NewerFormatException.class);

            assertThat(files()).isEqualTo(before);
        }
    }

    @Test
    void anotherApplicationsDatabase_isRefused_andStaysAsItWas() throws IOException {
        Shell.run(file, "CREATE TABLE mine (a)", "INSERT INTO mine VALUES (1)", "PRAGMA user_version = 7");
        Map<String, String> before = files();

        assertThatThrownBy(this::open)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not an Afterimage store");
        assertThatThrownBy(this::openReadOnly).isInstanceOf(RefusedException.class);

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void anotherKindOfFile_isRefused_andStaysAsItWas() throws IOException {
        for (String text : new String[] {"x", "SQLite format 3\0", "a letter\n".repeat(50)}) {
            Files.writeString(file, text);
            Map<String, String> before = files();

            assertThatThrownBy(this::open).isInstanceOf(RefusedException.class);

            assertThat(files()).isEqualTo(before);
        }
    }

    @Test
    void directory_isRefused() throws IOException {
        Files.createDirectory(file);

        assertThatThrownBy(this::open).isInstanceOf(RefusedException.class).hasMessageContaining("directory");
    }

    @Test
    void damagedHeader_isDamage() throws IOException {
        createThenForgetTheLock();
        byte[] sound = Files.readAllBytes(file);
        for (int at : new int[] {0, 15, 68, 71, 63}) {
            byte[] damaged = sound.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);

            assertThatThrownBy(this::open).as("byte %s", at).isInstanceOf(CorruptStoreException.class);
        }
    }

    @Test
    void emptyFile_becomesAStore_withItsDirectory() throws IOException {
        Files.createFile(file);
        open();
        openReadOnly();
        file = directory.resolve("some/new/directory/store.db");
        open();
        openReadOnly();
    }

    @Test
    void missingFile_isNotCreatedByAReader() throws IOException {
        assertThatThrownBy(this::openReadOnly).isInstanceOf(RefusedException.class);

        assertThat(files()).isEmpty();
    }

    @Test
    void databaseGoneButLogThere_isDamage() throws IOException {
        Files.writeString(directory.resolve("store.db-wal"), "committed once");
        Map<String, String> before = files();

        assertThatThrownBy(this::open).isInstanceOf(CorruptStoreException.class).hasMessageContaining("store.db-wal");
        assertThatThrownBy(this::openReadOnly).isInstanceOf(CorruptStoreException.class);

        assertThat(files()).isEqualTo(before);
    }

    @Test
    void changedSchema_isDamage() throws IOException {
        open();
        Shell.run(file, "DROP INDEX rows_by_key");

        assertThatThrownBy(this::open).isInstanceOf(CorruptStoreException.class).hasMessageContaining("-pages");
        Files.delete(Path.of(file + "-pages"));
        assertThatThrownBy(this::open)
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("CREATE UNIQUE INDEX rows_by_key");
    }

    @Test
    void creationThatDiedHalfWay_isFinishedByTheNext() throws IOException {
        Path elsewhere = directory.resolve("elsewhere.db");
        SqliteLiveResultsStore.at(elsewhere).open().close();
        byte[] whole = Files.readAllBytes(elsewhere);
        for (int built : new int[] {0, 1, 100, 5_000, whole.length}) {
            Files.deleteIfExists(file);
            Files.write(directory.resolve("store.db-creating"), java.util.Arrays.copyOf(whole, built));
            Files.writeString(directory.resolve("store.db-creating-journal"), "half a journal");

            open();
            openReadOnly();

            assertThat(directory.resolve("store.db-creating")).doesNotExist();
            assertThat(directory.resolve("store.db-creating-journal")).doesNotExist();
        }
    }

    @Test
    void awkwardFileNames_areJustNames() throws IOException {
        for (String name : new String[] {"a b", "ä?mode=memory", "100%41", "#1;'\"", ":memory:"}) {
            file = directory.resolve(name);
            open();
            openReadOnly();
            assertThat(file).isRegularFile();
        }
    }

    @Test
    void settingsBeyondSqlite_areRefused() throws IOException {
        assertThatThrownBy(() -> SqliteLiveResultsStore.at(file)
                        .durability(Durability.NOTHING)
                        .open())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("InMemoryLiveResultsStore");
        assertThatThrownBy(() ->
                        SqliteLiveResultsStore.at(file).maxRowBytes(1 << 30).open())
                .isInstanceOf(RefusedException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void builder_passesEverySettingOn() {
        try (SqliteLiveResultsStore store = SqliteLiveResultsStore.at(file)
                .settings(StoreSettings.DEFAULT)
                .durability(Durability.PROCESS_CRASH)
                .memoryBudgetBytes(5 << 20)
                .countIndexBytes(7)
                .maxRowBytes(9)
                .retention(io.afterimage.Retention.ofEntries(11))
                .leakListener((query, openedAt) -> {})
                .open()) {
            assertThat(store.settings().durability()).isEqualTo(Durability.PROCESS_CRASH);
            assertThat(store.settings().memoryBudgetBytes()).isEqualTo(5 << 20);
            assertThat(store.settings().countIndexBytes()).isEqualTo(7);
            assertThat(store.settings().maxRowBytes()).isEqualTo(9);
            assertThat(store.settings().retention().maxEntries()).isEqualTo(11);
            assertThat(store.toString()).isEqualTo(file.toString());
        }
    }
}
