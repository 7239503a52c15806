package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.NewerFormatException;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pins format 1 byte by byte, as {@code docs/formats/checkpoint.md} states it. These bytes never change. */
class CheckpointGoldenTest {

    private static final CheckpointKey KEY = new CheckpointKey("mailer", "örders");
    private static final Position POSITION = new Position(3, 41, 0xCAFE_BABE_DEAD_BEEFL);
    private static final String GOLDEN =
            "01 01 0000000000000003 0000000000000029 cafebabedeadbeef 0006 6d61696c6572 0007 c3b67264657273 77c16edf";
    private static final String REMOVED =
            "01 00 0000000000000000 0000000000000000 0000000000000000 0006 6d61696c6572 0007 c3b67264657273 57e0eda8";

    @Test
    void aCheckpoint() {
        assertHex(CheckpointCodec.encode(KEY, POSITION), GOLDEN);
        assertThat(decode(GOLDEN)).contains(POSITION);
    }

    @Test
    void aRemovedCheckpoint() {
        assertHex(CheckpointCodec.encodeRemoved(KEY), REMOVED);
        assertThat(decode(REMOVED)).isEmpty();
    }

    @Test
    void theFile(@TempDir Path directory) throws IOException {
        FileCheckpointStore.in(directory).write("mailer", "örders", POSITION);
        Path file = directory.resolve("80ba6f6f3a5a022a696ff5462d69026354f5fa454f1849dd63ed64285fc65810.checkpoint");
        assertThat(directory).isDirectoryContaining(file::equals);
        assertHex(Files.readAllBytes(file), GOLDEN);
    }

    @Test
    void thePlaceInAStore() {
        try (InMemoryLiveResultsStore store = new InMemoryLiveResultsStore()) {
            StoreCheckpointStore.on(store).write("mailer", "örders", POSITION);
            assertThat(store.sourcePositions("\0afterimage.checkpoints:mailer"))
                    .hasEntrySatisfying("örders", bytes -> assertHex(bytes, GOLDEN));

            String longest = "x".repeat(1_024);
            StoreCheckpointStore.on(store).write(longest, "örders", POSITION);
            assertThat(store.queries().get(0).queryId())
                    .isEqualTo("\0afterimage.checkpoints-sha256:"
                            + "49abd65bbf7f7e40c7055093ed2e3fd75f2f602f2c5fcf955c213e3135eb03f7");
        }
    }

    @Test
    void aLaterVersion_saysUpgrade() {
        assertThatThrownBy(() -> decode(GOLDEN.replaceFirst("01", "02")))
                .isInstanceOf(NewerFormatException.class)
                .hasMessageContaining("here");
    }

    @Test
    void everyFlippedBitAndEveryPrefix_isDamage() {
        byte[] bytes = HexFormat.of().parseHex(strip(GOLDEN));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            if (damaged[0] == 1) {
                assertDamaged(damaged);
            }
        }
        for (int length = 0; length < bytes.length; length++) {
            assertDamaged(Arrays.copyOf(bytes, length));
        }
    }

    @Test
    void theCheckpointOfAnother_isDamage() {
        assertDamaged(CheckpointCodec.encode(new CheckpointKey("mailer", "orders"), POSITION));
        assertDamaged(CheckpointCodec.encode(new CheckpointKey("mailerö", "rders"), POSITION));
    }

    @Test
    void damageInAStore_isAnErrorThatNamesTheQueryAndTheReaction() {
        try (InMemoryLiveResultsStore store = new InMemoryLiveResultsStore()) {
            store.commit(ResultCommit.of("\0afterimage.checkpoints:mailer", 1, List.of())
                    .sourcePosition("örders", new byte[] {1, 2, 3})
                    .build());
            assertThatThrownBy(() -> StoreCheckpointStore.on(store).read("mailer", "örders"))
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("Query: örders")
                    .hasMessageContaining("reaction mailer");
        }
    }

    private static void assertDamaged(byte[] bytes) {
        assertThatThrownBy(() -> CheckpointCodec.decode(KEY, bytes, "here"))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("Query: örders")
                .hasMessageContaining("Where: here");
    }

    private static Optional<Position> decode(String hex) {
        return CheckpointCodec.decode(KEY, HexFormat.of().parseHex(strip(hex)), "here");
    }

    private static void assertHex(byte[] bytes, String hex) {
        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(strip(hex));
    }

    private static String strip(String hex) {
        return hex.replaceAll("\\s", "");
    }
}
