package io.afterimage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The checksums of the pages: whatever happens to the file of a closed store is noticed by the next open, wherever the
 * damage lies, and nothing that is not damage ever is.
 */
class PageSealTest {

    private static final int ROWS = 3_000;
    private static final int PAGE = 4_096;
    private static final int FLIPS = 100 * Integer.getInteger("afterimage.campaign", 1);

    @TempDir
    private Path directory;

    private Path file;
    private byte[] sound;

    @BeforeEach
    void fillStore() throws IOException {
        file = directory.resolve("store.db");
        try (LiveResultsStore store = open()) {
            commit(store, 1, 0, ROWS);
            commit(store, 2, ROWS / 2, ROWS);
        }
        sound = Files.readAllBytes(file);
    }

    private LiveResultsStore open() {
        return SqliteLiveResultsStore.at(file).memoryBudgetBytes(4 << 20).open();
    }

    private static void commit(LiveResultsStore store, long sequence, int from, int to) {
        List<RowMutation> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            byte[] row = new byte[100];
            Arrays.fill(row, (byte) sequence);
            rows.add(RowMutation.upsert(i * 0x9E3779B97F4A7C15L, row));
        }
        store.commit(ResultCommit.of("q", sequence, rows).build());
    }

    private Path pages() {
        return Path.of(file + "-pages");
    }

    @Test
    void anyChangedByte_isNoticedByTheNextOpen() throws IOException {
        for (int seed = 0; seed < FLIPS; seed++) {
            Random random = new Random(seed);
            int at = 100 + random.nextInt(sound.length - 100); // the header has refusals of its own
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, damaged);

            assertThatThrownBy(this::open)
                    .as("seed %s, byte %s", seed, at)
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("1 page that differs");
            assertThatThrownBy(() -> SqliteLiveResultsStore.at(file).readOnly().open())
                    .isInstanceOf(CorruptStoreException.class);
            assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
        }
    }

    @Test
    void pagesSwapped_zeroed_cutOff_orAppended_areNoticed() throws IOException {
        int last = sound.length / PAGE - 1;
        byte[] swapped = sound.clone();
        System.arraycopy(sound, PAGE, swapped, last * PAGE, PAGE);
        System.arraycopy(sound, last * PAGE, swapped, PAGE, PAGE);
        byte[] zeroed = sound.clone();
        Arrays.fill(zeroed, 5 * PAGE, 6 * PAGE, (byte) 0);
        for (byte[] damaged : List.of(
                swapped, zeroed, Arrays.copyOf(sound, last * PAGE), Arrays.copyOf(sound, sound.length + PAGE))) {
            Files.write(file, damaged);
            assertThatThrownBy(this::open)
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("store.db-pages");
        }
    }

    @Test
    void damagedPage_isFoundByVerify_whereTheOpenDidNotLook() throws IOException {
        byte[] damaged = sound.clone();
        damaged[sound.length - 1] ^= 1;
        Files.write(file, damaged);
        try (LiveResultsStore store =
                SqliteLiveResultsStore.at(file).skipPageCheck().open()) {
            assertThat(store.verifyAll().get(0).problems()).anyMatch(it -> it.contains("store.db-pages"));
        }
    }

    @Test
    void checksumsMissingOrDamaged_sayNothing_andAreTakenAnew() throws IOException {
        byte[] sealed = Files.readAllBytes(pages());
        for (int at : new int[] {0, 9, 13, 20, sealed.length - 1}) {
            byte[] damaged = sealed.clone();
            damaged[at] ^= 1;
            Files.write(pages(), damaged);
            requireSoundAndSealedAs(sealed);
        }
        Files.write(pages(), new byte[0]);
        requireSoundAndSealedAs(sealed);
        Files.delete(pages());
        requireSoundAndSealedAs(sealed);
    }

    private void requireSoundAndSealedAs(byte[] sealed) throws IOException {
        try (LiveResultsStore store = open()) {
            assertThat(store.rowCount("q")).isEqualTo(ROWS);
        }
        assertThat(Files.readAllBytes(pages())).isEqualTo(sealed);
    }

    @Test
    void fileReplacedByAnOlderOne_isToldFromDamageByWhoeverRemovesTheChecksums() throws IOException {
        try (LiveResultsStore store = open()) {
            commit(store, 3, 0, 10);
        }
        Files.write(file, sound);
        assertThatThrownBy(this::open).hasMessageContaining("replaced").hasMessageContaining("remove store.db-pages");

        Files.delete(pages());
        try (LiveResultsStore store = open()) {
            assertThat(store.position("q").sequence()).isEqualTo(2);
        }
    }

    @Test
    void readersBesideAWriterThatMovesItsLog_seeNoDamage() throws Exception {
        AtomicBoolean writing = new AtomicBoolean(true);
        Thread writer = new Thread(() -> {
            try (LiveResultsStore store = SqliteLiveResultsStore.at(file)
                    .durability(Durability.PROCESS_CRASH)
                    .open()) {
                for (int i = 0; i < 400; i++) {
                    byte[] row = new byte[500_000];
                    Arrays.fill(row, (byte) i);
                    store.applyMutations("q", List.of(RowMutation.upsert(i % 30, row)));
                }
            } finally {
                writing.set(false);
            }
        });
        writer.start();
        int opened = 0;
        try {
            while (writing.get()) {
                SqliteLiveResultsStore.at(file).readOnly().open().close();
                opened++;
            }
        } finally {
            writer.join();
        }
        assertThat(opened).isPositive();
        open().close();
    }

    @Test
    void format_isTheReleasedOne() {
        PageChecksums checksums = new PageChecksums(4, 0);
        checksums.put(1, new byte[] {1, 2, 3, 4}, 0);
        checksums.resize(2);
        assertThat(HexFormat.of().formatHex(checksums.encode()))
                .isEqualTo("4166496d50616765" + "00000004" + "00000002" + "29308cf4" + "00000000" + "7a853471");
    }
}
