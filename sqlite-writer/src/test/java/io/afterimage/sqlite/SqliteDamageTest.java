package io.afterimage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.AfterimageException;
import io.afterimage.CorruptStoreException;
import io.afterimage.LiveResultsStore;
import io.afterimage.NewerFormatException;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.QuerySummary;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.spi.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damage to the file of a closed store (C20): whatever byte is changed, everything that is read is right or a typed error.
 * The system property {@code afterimage.campaign} multiplies the number of damaged bytes; a failure names its seed.
 */
class SqliteDamageTest {

    private static final StoreSettings SETTINGS =
            StoreSettings.DEFAULT.withMemoryBudgetBytes(4 << 20).withCountIndexBytes(1 << 20);
    private static final int FLIPS = 150 * Integer.getInteger("afterimage.campaign", 1);

    @TempDir
    Path directory;

    private byte[] sound;
    private List<String> expected;

    @BeforeEach
    void fillStore() throws IOException {
        Path file = directory.resolve("sound.db");
        try (LiveResultsStore store = open(file)) {
            fill(store, "small", 3_000, 40);
            fill(store, "medium", 200, 1_000);
            fill(store, "large", 10, 40_000); // overflow pages
            fill(store, "gone", 500, 200); // freelist
            store.clear("gone");
            store.drop("large");
            fill(store, "large", 10, 30_000);
        }
        try (LiveResultsStore store = open(file)) {
            expected = readAll(store);
        }
        sound = Files.readAllBytes(file);
    }

    private static LiveResultsStore open(Path file) {
        return SqliteLiveResultsStore.at(file).settings(SETTINGS).open();
    }

    private static void fill(LiveResultsStore store, String query, int rows, int rowBytes) {
        Random random = new Random(query.hashCode());
        long first = store.position(query).sequence() + 1;
        List<RowMutation> mutations = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            byte[] data = new byte[rowBytes];
            random.nextBytes(data);
            mutations.add(RowMutation.upsert(random.nextLong(), data));
        }
        for (int i = 0; i < 10; i++) {
            byte[] entry = new byte[100];
            random.nextBytes(entry);
            store.commit(ResultCommit.of(query, first + i, mutations.subList(rows * i / 10, rows * (i + 1) / 10))
                    .outbox(entry)
                    .sourcePosition("source-" + i, new byte[] {(byte) i})
                    .build());
        }
    }

    /** Everything the store says, as text. */
    private static List<String> readAll(LiveResultsStore store) {
        List<String> all = new ArrayList<>();
        for (QuerySummary query : store.queries()) {
            all.add(query.toString());
            all.add(new TreeMap<>(store.sourcePositions(query.queryId()))
                    .keySet()
                    .toString());
            OutboxRead outbox = store.outboxAfter(
                    query.queryId(), new Position(query.position().generation(), 0, 0));
            if (outbox instanceof OutboxRead.Entries entries) {
                entries.entries()
                        .forEach(it -> all.add(it.sequence() + HexFormat.of().formatHex(it.data())));
            } else {
                all.add(outbox.toString());
            }
            try (Snapshot snapshot = store.readSnapshot(query.queryId())) {
                snapshot.toList().forEach(row -> all.add(text(row)));
                for (RowCursor part : snapshot.split(3)) {
                    while (part.next()) {
                        all.add(text(new Row(part.rowSignature(), part.copyData())));
                    }
                }
            }
        }
        return all;
    }

    private static String text(Row row) {
        return row.rowSignature() + ":" + HexFormat.of().formatHex(row.data());
    }

    @Test
    void anyChangedByte_isReportedOrHarmless() throws IOException {
        List<String> silent = new ArrayList<>();
        int reported = 0;
        for (int seed = 0; seed < FLIPS; seed++) {
            Random random = new Random(seed);
            byte[] damaged = sound.clone();
            int at = seed % 4 == 0 ? pageStart(random) : random.nextInt(sound.length);
            damaged[at] ^= (byte) (1 + random.nextInt(255));
            try (LiveResultsStore store = open(fileOf(damaged))) {
                if (!readAll(store).equals(expected)) {
                    silent.add("seed " + seed + ", byte " + at);
                }
            } catch (CorruptStoreException | NewerFormatException e) {
                reported++;
            } catch (AfterimageException e) {
                silent.add("seed " + seed + ", byte " + at + ": " + e);
            }
        }

        assertThat(silent).isEmpty();
        assertThat(reported).isGreaterThan(FLIPS / 4);
    }

    /** Somewhere in the first bytes of a page, where SQLite keeps what the page is and where its cells are. */
    private int pageStart(Random random) {
        return random.nextInt(sound.length / 4096) * 4096 + random.nextInt(24);
    }

    private Path fileOf(byte[] bytes) throws IOException {
        Path file = directory.resolve("damaged.db");
        try (var leftovers = Files.list(directory)) {
            for (Path leftover : leftovers.sorted(Comparator.naturalOrder()).toList()) {
                if (leftover.getFileName().toString().startsWith("damaged.db")) {
                    Files.delete(leftover);
                }
            }
        }
        return Files.write(file, bytes);
    }

    @Test
    void fileCutShort_isReportedOrHarmless() throws IOException {
        for (int length : new int[] {50, 100, 4_095, 4_096, sound.length / 2, sound.length - 5_000, sound.length - 1}) {
            Path file = fileOf(Arrays.copyOf(sound, length));
            try (LiveResultsStore store = open(file)) {
                assertThat(readAll(store)).as("cut to %s bytes", length).isEqualTo(expected);
                assertThat(length).as("what may be unused").isGreaterThan(sound.length - 4_096);
            } catch (AfterimageException e) {
                assertThat(e).isInstanceOfAny(CorruptStoreException.class, RefusedException.class);
            }
        }
    }
}
