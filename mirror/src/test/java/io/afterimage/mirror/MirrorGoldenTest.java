package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.NewerFormatException;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.QuerySummary;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pins format 1 byte by byte, as {@code docs/formats/mirror.md} states it. These bytes never change. */
class MirrorGoldenTest {

    private static final long LIFE = 0x0123_4567_89AB_CDEFL;
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.000000200Z");
    private static final String RECORDS = "\0afterimage.mirror/records/orders";

    private final InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();

    @BeforeEach
    void fill() {
        try (MirrorStore mirror = MirrorStore.over(store)
                .clock(new TestClock())
                .lives(() -> LIFE)
                .migrations(List.of(Migration.of(1, "first", it -> {}).withChecksum("c1")))
                .strategy(ConflictStrategies.mergeJson())
                .open()) {
            mirror.apply(DeltaBatch.of(
                            Delta.upsert("orders", "ö", json("{\"b\":1.50}"), AT, "crm")
                                    .withConfidence(0.5),
                            Delta.upsert("orders", "ö", json("{\"a\":null}"), AT, "web"),
                            Delta.delete("orders", "x", AT, "crm"))
                    .withCursor("crm", "c7")
                    .withCursor("crm", "orders", "o9"));
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theQueries() {
        assertThat(store.queries())
                .extracting(QuerySummary::queryId)
                .containsExactly(
                        "\0afterimage.mirror/expiry",
                        "\0afterimage.mirror/log",
                        "\0afterimage.mirror/migrations",
                        RECORDS,
                        "\0afterimage.mirror/resources",
                        "\0afterimage.mirror/tombstones");
        assertThat(store.position("\0afterimage.mirror/log")).isEqualTo(new Position(1, 3, LIFE));
        assertThat(store.position("\0afterimage.mirror/resources").sequence()).isEqualTo(2);
        assertThat(store.position(RECORDS).sequence()).isEqualTo(2);
    }

    @Test
    void theRecordRow() {
        assertRow(
                RECORDS,
                0x20ABD579826EC69DL,
                "01 01 | 02 'ö' | 02 | 000000006955b900 c801 | 0000000069a42a40 00 | 03 'web' | 3ff0000000000000 | 13 '{\"b\":1.50,\"a\":null}'");
    }

    @Test
    void theLogEntry() {
        OutboxRead read = store.outboxAfter("\0afterimage.mirror/log", new Position(1, 0, LIFE));
        byte[] entry = ((OutboxRead.Entries) read).entries().get(0).data();
        assertHex(
                entry,
                "01 | 0000000069a42a40 00 | 03"
                        + "| 01 06 'orders' 02 'ö' 000000006955b900 c801 03 'crm' 3fe0000000000000"
                        + "  12 'merge-json: absent' 01 0a '{\"b\":1.50}'"
                        + "| 05 06 'orders' 02 'ö' 000000006955b900 c801 03 'web' 3ff0000000000000"
                        + "  12 'merge-json: merged' 02 0a '{\"a\":null}' 13 '{\"b\":1.50,\"a\":null}'"
                        + "| 03 06 'orders' 01 'x' 000000006955b900 c801 03 'crm' 3ff0000000000000"
                        + "  12 'merge-json: absent' 01 00"
                        + "| 01 06 'orders'"
                        + "| 02 03 'crm' 01 '*' 02 'c7' 03 'crm' 06 'orders' 02 'o9'");
    }

    @Test
    void theLogIndexRow() {
        assertRow("\0afterimage.mirror/log", 3, "01 | 0000000069a42a40 00 | 01 | 06 'orders' 03");
    }

    @Test
    void theResourceRow() {
        assertRow(
                "\0afterimage.mirror/resources",
                0xA88CCDC9FA4974FBL,
                "01 01 | 06 'orders' | 0000000069a42a40 00 | 01 | 03");
    }

    @Test
    void theTombstoneAndItsExpiry() {
        assertRow(
                "\0afterimage.mirror/tombstones",
                0x210FAEA502875378L,
                "01 01 | 06 'orders' | 01 'x' | 03 | 01 | 000000006955b900 c801 | 0000000069a42a40 00 | 03 'crm' | 3ff0000000000000");
        assertRow("\0afterimage.mirror/expiry", 3, "01 | 06 'orders' | 01 'x' | 0000000069a42a40 00");
    }

    @Test
    void theMigrationRow() {
        assertRow("\0afterimage.mirror/migrations", 1, "01 | 05 'first' | 02 'c1' | 0000000069a42a40 00");
    }

    @Test
    void theCursors() {
        assertThat(store.sourcePositions("\0afterimage.mirror/resources"))
                .hasEntrySatisfying("crm", bytes -> assertHex(bytes, "01 | 0000000069a42a40 00 | 02 'c7'"));
        assertThat(store.sourcePositions(RECORDS))
                .hasEntrySatisfying("crm", bytes -> assertHex(bytes, "01 | 0000000069a42a40 00 | 02 'o9'"));
    }

    @Test
    void thePageToken() {
        assertThat(new PageToken(-2, "ö").text("orders")).isEqualTo("AQZvcmRlcnP__________gLDtg");
    }

    @Test
    void newerAndDamagedRows_areReported_withTheirQuery() {
        for (String damage : List.of("", "00", "01", "0101", "01ff", "010100ff", "01 00 00")) {
            overwrite(damage);
            assertThatThrownBy(() -> MirrorStore.over(store).readOnly().open().record("orders", "ö"))
                    .as(damage)
                    .isInstanceOfSatisfying(
                            CorruptStoreException.class,
                            e -> assertThat(e.queryId()).contains(RECORDS));
        }
        overwrite("02 00");
        assertThatThrownBy(() -> MirrorStore.over(store).readOnly().open().record("orders", "ö"))
                .isInstanceOf(NewerFormatException.class);
    }

    private void overwrite(String hex) {
        long signature = Signatures.XXH3.of("ö");
        store.applyMutations(
                RECORDS, List.of(RowMutation.upsert(signature, HexFormat.of().parseHex(hex.replace(" ", "")))));
    }

    private void assertRow(String queryId, long signature, String expected) {
        try (Snapshot snapshot = store.readSnapshot(queryId)) {
            List<Row> rows = snapshot.toList();
            assertThat(rows).hasSize(1);
            assertThat(rows.get(0).rowSignature()).isEqualTo(signature);
            assertHex(rows.get(0).data(), expected);
        }
    }

    /** Spaces and bars are for the reader; {@code 'ab'} stands for the UTF-8 bytes of ab. */
    private static void assertHex(byte[] found, String expected) {
        StringBuilder hex = new StringBuilder();
        boolean text = false;
        for (String part : expected.split("'", -1)) {
            hex.append(
                    text
                            ? HexFormat.of().formatHex(part.getBytes(StandardCharsets.UTF_8))
                            : part.replaceAll("[ |]", ""));
            text = !text;
        }
        assertThat(HexFormat.of().formatHex(found)).isEqualTo(hex.toString());
    }
}
