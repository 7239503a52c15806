package io.afterimage.drasi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pins the bytes of {@code docs/formats/held-parts.md}. If it fails, the format changed: make a new version instead. */
class HeldRowGoldenTest {

    private static final String PART = "01" + "0000000000000002" + "0000000000000007" + "000000000000002a"
            + "00000001" + hex("q") + "00" + "00000003" + "01" + "0000000000000001" + "00000002"
            + "00000001" + "00000001" + hex("a") + "00000001" + hex("b")
            + "00" + "01" + "00000007" + hex("{\"a\":1}") + "01" + "00000007" + hex("{\"a\":2}") + "01"
            + "ffffffffffffffff" + "00";

    private static final String WHOLE = "01" + "0000000000000001" + "0000000000000000" + "0000000000000005"
            + "00000001" + hex("q") + "01" + "01" + "00" + "00000000" + "00000001"
            + "01" + "01" + "00000002" + hex("{}") + "00" + "01" + "00000001" + "00000001" + hex("g");

    private static final String CONTROL = "01" + "0000000000000001" + "0000000000000000" + "0000000000000005"
            + "00000001" + hex("q") + "02" + "00" + "01" + "0000000000000009";

    @Test
    void part_hasItsBytes() {
        Delivery part = new Delivery.Part(
                "q",
                42,
                new RowChange.Put(Sent.json("{\"a\":1}"), Sent.json("{\"a\":2}"), new RowChange.Hint(-1L, null)),
                3,
                Instant.ofEpochSecond(1, 2),
                Map.of("a", "b"));
        check(new HeldRow(2, 7, part), PART);
    }

    @Test
    void wholeEmission_hasItsBytes() {
        RowChange remove = new RowChange.Remove(Sent.json("{}"), new RowChange.Hint(null, List.of("g")));
        Delivery whole = new Delivery.Whole(
                new ParsedLine.Emission("q", 5, List.of(remove), ParsedLine.Order.DELETES_FIRST), null, Map.of());
        check(new HeldRow(1, 0, whole), WHOLE);
    }

    @Test
    void controlEvent_hasItsBytes() {
        Delivery control =
                new Delivery.Control(new ParsedLine.Control("q", 5, ParsedLine.Signal.BOOTSTRAP_STARTED, 9L));
        check(new HeldRow(1, 0, control), CONTROL);
    }

    @Test
    void contentOfADiff_hasItsHash() {
        assertThat(EmissionContent.of(List.of(Sent.add(1, "{\"a\":1}")))).hasToString("diffs:KGfSfCU2rcGHaAyr3RAiJA==");
        assertThat(ContentHash.of(Sent.add(1, "{\"b\":1,\"a\":30.0}")))
                .isEqualTo(ContentHash.of(Sent.add(1, "{\"a\":30, \"b\":1}")))
                .isNotEqualTo(ContentHash.of(Sent.add(2, "{\"a\":30, \"b\":1}")));
        assertThat(EmissionContent.of(ParsedLine.Signal.OTHER)).hasToString("control:other");
    }

    @Test
    void homes_haveTheirNames() {
        assertThat(HeldRows.homeOf("q")).isEqualTo("\0afterimage.held:q");
        assertThat(HeldRows.homeOf("x".repeat(1_007))).hasSize(1_024);
        assertThat(HeldRows.homeOf("x".repeat(1_008)))
                .startsWith("\0afterimage.held-sha256:")
                .hasSize(88);
    }

    @Test
    void damage_isNamed_andANewerFormatRefused() {
        byte[] bytes = HexFormat.of().parseHex(PART);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> HeldRow.decode("home", 7, cut)).isInstanceOf(CorruptStoreException.class);
        }
        assertThatThrownBy(() -> HeldRow.decode("home", 7, Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(CorruptStoreException.class);
        bytes[0] = 2;
        assertThatThrownBy(() -> HeldRow.decode("home", 7, bytes)).isInstanceOf(NewerFormatException.class);
    }

    private static void check(HeldRow row, String golden) {
        assertThat(HexFormat.of().formatHex(row.encode())).isEqualTo(golden);
        HeldRow read = HeldRow.decode("home", 7, HexFormat.of().parseHex(golden));
        assertThat(HexFormat.of().formatHex(read.encode())).isEqualTo(golden);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }
}
