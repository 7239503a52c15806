package io.afterimage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The log of a store that was killed: its recovery, and damage to it (C20), which SQLite alone would take for the log's
 * end. The files of a killed store are the files of a living one, copied.
 */
class SqliteLogTest {

    private static final int COMMITS = 20;
    private static final String[] SUFFIXES = {"", "-wal", "-mark", "-pages"};

    @TempDir
    Path directory;

    private final List<byte[]> killed = new ArrayList<>();

    @BeforeEach
    void killStore() throws IOException {
        Path file = directory.resolve("living.db");
        try (LiveResultsStore store = open(file)) {
            for (int i = 1; i <= COMMITS; i++) {
                store.commit(ResultCommit.of("q", i, List.of(RowMutation.upsert(i, new byte[500])))
                        .build());
            }
            for (String suffix : SUFFIXES) {
                killed.add(Files.readAllBytes(Path.of(file + suffix)));
            }
        }
    }

    private static LiveResultsStore open(Path file) {
        return SqliteLiveResultsStore.at(file)
                .memoryBudgetBytes(4 << 20)
                .durability(Durability.PROCESS_CRASH)
                .open();
    }

    private Path copyWith(byte[] log, byte[] mark) throws IOException {
        Path file = Files.createTempDirectory(directory, "copy").resolve("store.db");
        Files.write(file, killed.get(0));
        Files.write(Path.of(file + "-wal"), log);
        Files.write(Path.of(file + "-mark"), mark);
        Files.write(Path.of(file + "-pages"), killed.get(3));
        return file;
    }

    private static List<Row> rows(Path file) {
        try (LiveResultsStore store = open(file);
                Snapshot snapshot = store.readSnapshot("q")) {
            assertThat(snapshot.position().sequence()).isEqualTo(snapshot.rowCount());
            return snapshot.toList();
        }
    }

    @Test
    void soundLog_isRecovered_andNothingIsLeftAfterAClose() throws IOException {
        Path file = copyWith(killed.get(1), killed.get(2));

        assertThat(rows(file)).hasSize(COMMITS);
        assertThat(Path.of(file + "-wal")).doesNotExist();
        assertThat(Path.of(file + "-mark")).doesNotExist();
        assertThat(rows(file)).hasSize(COMMITS);
    }

    @Test
    void changedByteInTheLog_isReportedOrHarmless_neverTheEndOfTheData() throws IOException {
        int reported = 0;
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            byte[] log = killed.get(1).clone();
            int at = seed < 32 ? seed : random.nextInt(log.length); // the log's header, then anywhere
            log[at] ^= (byte) (1 + random.nextInt(255));
            Path file = copyWith(log, killed.get(2));
            try {
                assertThat(rows(file)).as("seed %s, byte %s", seed, at).hasSize(COMMITS);
            } catch (CorruptStoreException e) {
                reported++;
            }
        }
        assertThat(reported).isGreaterThan(90);
    }

    @Test
    void logCutShort_isReported_andLeftAsItWas() throws IOException {
        byte[] log = Arrays.copyOf(killed.get(1), killed.get(1).length / 2);
        Path file = copyWith(log, killed.get(2));

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("acknowledged");
        assertThatThrownBy(() -> SqliteLiveResultsStore.at(file).readOnly().open())
                .isInstanceOf(CorruptStoreException.class);
        assertThat(Files.readAllBytes(Path.of(file + "-wal"))).isEqualTo(log);
    }

    @Test
    void logCutToNothing_orRemoved_isReported() throws IOException {
        Path empty = copyWith(new byte[0], killed.get(2));
        Path removed = copyWith(new byte[0], killed.get(2));
        Files.delete(Path.of(removed + "-wal"));

        for (Path file : List.of(empty, removed)) {
            assertThatThrownBy(() -> open(file))
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("acknowledged");
            assertThatThrownBy(() -> SqliteLiveResultsStore.at(file).readOnly().open())
                    .isInstanceOf(CorruptStoreException.class);
        }
    }

    @Test
    void closeCutOffAfterItsLogWasMoved_isNoDamage() throws IOException {
        Path file = copyWith(killed.get(1), killed.get(2));
        assertThat(rows(file)).hasSize(COMMITS); // recovers and moves the log, and removes the mark
        ByteBuffer notNeeded = ByteBuffer.wrap(killed.get(2).clone()).putLong(8, 0);
        CRC32C crc = new CRC32C();
        crc.update(notNeeded.array(), 0, 24);
        Files.write(
                Path.of(file + "-mark"),
                notNeeded.putInt(24, (int) crc.getValue()).array());

        assertThat(rows(file)).hasSize(COMMITS);
    }

    @Test
    void markRemoved_opensTheStateBeforeTheDamage() throws IOException {
        Path file = copyWith(Arrays.copyOf(killed.get(1), killed.get(1).length / 2), killed.get(2));
        Files.delete(Path.of(file + "-mark"));

        assertThat(rows(file)).hasSizeBetween(1, COMMITS - 1);
    }

    @Test
    void markDamagedOrOfAnotherBoot_saysNothing() throws IOException {
        byte[] log = Arrays.copyOf(killed.get(1), killed.get(1).length / 2);
        for (int at = 0; at < killed.get(2).length; at++) {
            byte[] mark = killed.get(2).clone();
            mark[at] ^= 1;
            assertThat(rows(copyWith(log, mark))).hasSizeLessThan(COMMITS);
        }
    }

    @Test
    void logMovedByAnotherTool_isNoDamage() throws IOException {
        Path file = copyWith(killed.get(1), killed.get(2));
        Shell.run(file, "PRAGMA wal_checkpoint(TRUNCATE)");

        assertThat(rows(file)).hasSize(COMMITS);
    }

    @Test
    void newCommitsAfterARecovery_countOnTheSameLog() throws IOException {
        Path file = copyWith(killed.get(1), killed.get(2));
        byte[] mark;
        byte[] log;
        try (LiveResultsStore store = open(file)) {
            store.commit(ResultCommit.of("q", COMMITS + 1, List.of()).build());
            mark = Files.readAllBytes(Path.of(file + "-mark"));
            log = Files.readAllBytes(Path.of(file + "-wal"));
        }
        log[log.length - 1] ^= 1;

        Path again = copyWith(log, mark);
        assertThatThrownBy(() -> open(again)).isInstanceOf(CorruptStoreException.class);
    }

    @Test
    void firstWriteOfALifeThatChangesNothing_doesNotKeepLaterCommitsFromBeingMarked() throws IOException {
        Path file = copyWith(killed.get(1), killed.get(2));
        assertThat(rows(file)).hasSize(COMMITS);
        try (LiveResultsStore store = open(file)) {
            store.applyMutations("q", List.of(RowMutation.delete(-7)));
            assertThat(Path.of(file + "-wal")).isEmptyFile();
            store.commit(ResultCommit.of("q", COMMITS + 1, List.of()).build());

            byte[] salts = Arrays.copyOfRange(Files.readAllBytes(Path.of(file + "-wal")), 16, 24);
            assertThat(Arrays.copyOf(Files.readAllBytes(Path.of(file + "-mark")), 8))
                    .isEqualTo(salts);
        }
    }
}
