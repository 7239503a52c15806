package io.afterimage.rocksdb;

import static io.afterimage.rocksdb.StoreFixture.QUERY;
import static io.afterimage.rocksdb.StoreFixture.contents;
import static io.afterimage.rocksdb.StoreFixture.createClosed;
import static io.afterimage.rocksdb.StoreFixture.expectedRows;
import static io.afterimage.rocksdb.StoreFixture.open;
import static io.afterimage.rocksdb.StoreFixture.openReader;
import static io.afterimage.rocksdb.StoreFixture.rows;
import static io.afterimage.rocksdb.StoreFixture.upserts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directory of a store: marker, interrupted creation, readers (C18, C21). */
class RocksDbFilesTest {

    @TempDir
    private Path temp;

    private Path directory() {
        return temp.resolve("store");
    }

    @Test
    void marker_isOneLine() {
        createClosed(directory(), 1);
        assertThat(directory().resolve("AFTERIMAGE")).hasContent("afterimage rocksdb format 1\n");
    }

    @Test
    void newerFormat_isRefusedAndNoByteChanges() throws Exception {
        createClosed(directory(), 1_000);
        Files.writeString(directory().resolve("AFTERIMAGE"), "afterimage rocksdb format 2\nand what it may add\n");
        Map<String, String> before = contents(directory());
        assertThatThrownBy(() -> open(directory()))
                .isInstanceOfSatisfying(
                        NewerFormatException.class,
                        e -> assertThat(e.foundVersion()).isEqualTo(2));
        assertThatThrownBy(() -> openReader(directory())).isInstanceOf(NewerFormatException.class);
        assertThat(contents(directory())).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "afterimage",
                "afterimage rocksdb format 0\n",
                "afterimage rocksdb format 1",
                "afterimage rocksdb format 1\nmore",
                "afterimage sqlite format 1\n"
            })
    void unreadableMarker_isDamageAndNoByteChanges(String text) throws Exception {
        createClosed(directory(), 10);
        Files.writeString(directory().resolve("AFTERIMAGE"), text);
        Map<String, String> before = contents(directory());
        assertThatThrownBy(() -> open(directory())).isInstanceOf(CorruptStoreException.class);
        assertThat(contents(directory())).isEqualTo(before);
    }

    @Test
    void creationKilledBeforeTheMarker_isFinishedByTheNextOpen() throws Exception {
        createClosed(directory(), 0);
        Files.delete(directory().resolve("AFTERIMAGE"));
        Files.delete(directory().resolve("SEAL"));
        Files.writeString(directory().resolve("AFTERIMAGE.tmp"), "after");
        try (var store = open(directory())) {
            store.applyMutations(QUERY, upserts(0, 10));
        }
        try (var store = open(directory())) {
            assertThat(rows(store, QUERY)).isEqualTo(expectedRows(0, 10));
        }
    }

    @Test
    void emptyDirectory_becomesAStore() throws Exception {
        Files.createDirectories(directory());
        createClosed(directory(), 5);
        assertThat(directory().resolve("AFTERIMAGE")).exists();
    }

    @Test
    void missingStore_isNotCreatedByAReader() throws Exception {
        assertThatThrownBy(() -> openReader(directory()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(directory().toString());
        assertThat(directory()).doesNotExist();
        Files.createDirectories(directory());
        assertThatThrownBy(() -> openReader(directory())).isInstanceOf(RefusedException.class);
        assertThat(directory()).isEmptyDirectory();
    }

    @Test
    void reader_changesNoByteOfAClosedStore() throws Exception {
        createClosed(directory(), 1_000);
        Map<String, String> before = contents(directory());
        try (var reader = openReader(directory())) {
            assertThat(rows(reader, QUERY)).isEqualTo(expectedRows(0, 1_000));
            assertThat(reader.verifyAll()).allMatch(it -> it.passed());
            assertThatThrownBy(() -> reader.clear(QUERY)).isInstanceOf(RefusedException.class);
        }
        assertThat(contents(directory())).isEqualTo(before);
    }

    @Test
    void readerBesideAWriter_showsTheStateAsOfItsOpen() throws Exception {
        try (var writer = open(directory())) {
            writer.applyMutations(QUERY, upserts(0, 100));
            Map<String, String> before = contents(directory());
            try (var reader = openReader(directory())) {
                assertThat(contents(directory())).isEqualTo(before);
                writer.clear(QUERY);
                writer.applyMutations(QUERY, upserts(500, 510));
                assertThat(rows(reader, QUERY)).isEqualTo(expectedRows(0, 100));
                assertThat(reader.rowCount(QUERY)).isEqualTo(100);
            }
            try (var reader = openReader(directory())) {
                assertThat(rows(reader, QUERY)).isEqualTo(expectedRows(500, 510));
            }
        }
    }
}
