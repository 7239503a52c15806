package io.afterimage.sqlite;

import static io.afterimage.sqlite.EngineFixture.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.StoreUnavailableException;
import io.afterimage.spi.EngineStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk without space (C22): a typed error, nothing half-written, reads go on, writes resume in the same process. SQLite
 * is told that the file may not grow, and answers with a genuine SQLITE_FULL.
 */
class SqliteFaultTest {

    @TempDir
    Path directory;

    private SqliteEngine engine;
    private LiveResultsStore store;

    @BeforeEach
    void openStore() {
        engine = SqliteOpening.open(directory.resolve("store.db"), SETTINGS, true);
        store = new EngineStore(engine, SETTINGS, "store under test");
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private void limitPages(long pages) throws Exception {
        try (var sql = engine.writerConnection().createStatement()) {
            sql.execute("PRAGMA max_page_count = " + pages);
        }
    }

    private static ResultCommit big(long sequence) {
        return ResultCommit.of("q", sequence, List.of(RowMutation.upsert(sequence, new byte[1 << 20])))
                .outbox(new byte[] {1})
                .sourcePosition("s", new byte[] {(byte) sequence})
                .build();
    }

    @Test
    void fullDisk_isTyped_writesNothing_andPasses() throws Exception {
        store.commit(big(1));
        limitPages(300);
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> store.commitAll(List.of(big(2), big(3))))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("disk is full")
                    .hasCauseInstanceOf(java.sql.SQLException.class);

            assertThat(store.position("q")).isEqualTo(new Position(1, 1, 0));
            assertThat(store.rowCount("q")).isEqualTo(1);
            try (Snapshot snapshot = store.readSnapshot("q")) {
                assertThat(snapshot.toList()).hasSize(1);
            }
            assertThat(store.verifyAll())
                    .allSatisfy(it -> assertThat(it.problems()).isEmpty());
        }

        limitPages(1 << 30);
        assertThat(store.commitAll(List.of(big(2), big(3)))).hasSize(2);

        assertThat(store.rowCount("q")).isEqualTo(3);
        assertThat(store.sourcePositions("q").get("s")).containsExactly(3);
        assertThat(store.verifyAll()).allSatisfy(it -> assertThat(it.problems()).isEmpty());
    }

    @Test
    void fullDisk_letsSmallWritesThroughThatFit() throws Exception {
        store.commit(big(1));
        limitPages(300);
        assertThatThrownBy(() -> store.commit(big(2))).isInstanceOf(StoreUnavailableException.class);

        store.applyMutations("q", List.of(RowMutation.delete(1)));

        assertThat(store.rowCount("q")).isZero();
    }

    @Test
    void fullDisk_whileTheOutboxIsWritten_passesToo() throws Exception {
        store.commit(big(1));
        limitPages(300);
        ResultCommit entry =
                ResultCommit.of("q", 2, List.of()).outbox(new byte[1 << 20]).build();
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> store.commit(entry)).isInstanceOf(StoreUnavailableException.class);
        }

        limitPages(1 << 30);
        store.commit(entry);

        assertThat(store.position("q").sequence()).isEqualTo(2);
    }

    /** Commits until something fails, then shows that reads go on; its file may not grow. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            try (LiveResultsStore store =
                    SqliteLiveResultsStore.at(Path.of(arguments[0])).open()) {
                long acknowledged = 0;
                try {
                    for (long n = 1; ; n++) {
                        byte[] data = new byte[50_000];
                        store.commit(ResultCommit.of("q", n, List.of(RowMutation.upsert(n, data)))
                                .build());
                        acknowledged = n;
                    }
                } catch (OutcomeUnknownException | StoreUnavailableException e) {
                    try (Snapshot snapshot = store.readSnapshot("q")) {
                        System.out.println(
                                acknowledged + " " + snapshot.toList().size());
                    }
                }
            }
        }
    }

    /** C17 with a genuine failed write: no file may grow beyond 8 MB. */
    @Test
    void failedCommit_keepsReading_andLeavesAPrefix() throws Exception {
        Path file = directory.resolve("limited.db");
        Process child = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f 16000; exec \"$0\" \"$@\"",
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD) // its close fails too, as it must
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int space = said.indexOf(' ');
        long acknowledged = Long.parseLong(said.substring(0, space));
        assertThat(acknowledged).isPositive();
        assertThat(said.substring(space + 1)).isEqualTo(said.substring(0, space));

        try (LiveResultsStore reopened = SqliteLiveResultsStore.at(file).open()) {
            assertThat(reopened.position("q").sequence()).isBetween(acknowledged, acknowledged + 1);
            assertThat(reopened.verifyAll())
                    .allSatisfy(it -> assertThat(it.problems()).isEmpty());
        }
    }

    @Test
    void anotherProgramWriting_isUnavailable_andPasses() {
        store.commit(big(1));
        Shell.holding(
                directory.resolve("store.db"),
                () -> assertThatThrownBy(() -> store.commit(big(2)))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining("Another program"));

        store.commit(big(2));
        assertThat(store.rowCount("q")).isEqualTo(2);
    }
}
