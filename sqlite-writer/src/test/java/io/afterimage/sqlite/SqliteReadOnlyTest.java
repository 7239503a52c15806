package io.afterimage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.RefusedException;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.StoreLockedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers beside a writer and without one (C18): they see everything and change nothing. */
class SqliteReadOnlyTest {

    private static final Row ROW = new Row(1, new byte[] {1});

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void createStore() {
        file = directory.resolve("store.db");
        try (LiveResultsStore store = open()) {
            put(store, ROW);
        }
    }

    private LiveResultsStore open() {
        return SqliteLiveResultsStore.at(file).memoryBudgetBytes(4 << 20).open();
    }

    private LiveResultsStore openReadOnly() {
        return SqliteLiveResultsStore.at(file)
                .memoryBudgetBytes(4 << 20)
                .readOnly()
                .open();
    }

    private static void put(LiveResultsStore store, Row row) {
        store.applyMutations("q", List.of(RowMutation.upsert(row.rowSignature(), row.data())));
    }

    private static List<Row> rows(LiveResultsStore store) {
        try (Snapshot snapshot = store.readSnapshot("q")) {
            return snapshot.toList();
        }
    }

    @Test
    void reader_withoutAWriter_reads_andLeavesTheFileAsItWas() throws IOException {
        byte[] before = Files.readAllBytes(file);

        try (LiveResultsStore reader = openReadOnly()) {
            assertThat(rows(reader)).containsExactly(ROW);
            assertThat(reader.rowCount("q")).isEqualTo(1);
            assertThat(reader.row("q", 1)).isPresent();
            assertThat(reader.verifyAll())
                    .allSatisfy(it -> assertThat(it.passed()).isTrue());
            assertThatThrownBy(() -> put(reader, ROW)).isInstanceOf(RefusedException.class);
        }

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void reader_besideAWriter_seesWhatIsCommitted() {
        try (LiveResultsStore writer = open();
                LiveResultsStore reader = openReadOnly();
                Snapshot frozen = reader.readSnapshot("q")) {
            put(writer, new Row(2, new byte[] {2}));

            assertThat(reader.rowCount("q")).isEqualTo(2);
            assertThat(rows(reader)).hasSize(2);
            assertThat(frozen.toList()).containsExactly(ROW);
            writer.drop("q");
            assertThat(reader.queries()).isEmpty();
            assertThat(frozen.toList()).containsExactly(ROW);
        }
    }

    @Test
    void reader_outlivesTheWriter_andAnotherWriterTakesOver() {
        LiveResultsStore writer = open();
        try (LiveResultsStore reader = openReadOnly()) {
            assertThatThrownBy(this::open).isInstanceOf(StoreLockedException.class);
            writer.close();
            assertThat(rows(reader)).containsExactly(ROW);
            try (LiveResultsStore next = open()) {
                put(next, new Row(3, new byte[0]));
                assertThat(rows(reader)).hasSize(2);
            }
            assertThat(rows(reader)).hasSize(2);
        }
        try (LiveResultsStore store = open()) {
            assertThat(rows(store)).hasSize(2);
        }
    }
}
