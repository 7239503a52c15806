package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.OutboxEntry;
import io.afterimage.Position;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pins format 1 byte by byte, as {@code docs/formats/emission.md} states it. These bytes never change. */
class EmissionGoldenTest {

    private static final Position POSITION = new Position(3, 41, 0xCAFEL);

    @Test
    void anEmissionOfEveryKindOfDiff() {
        assertGolden(
                new Emission(
                        "orders",
                        POSITION,
                        Instant.ofEpochSecond(1_700_000_000L, 123_456_789),
                        List.of(
                                new RowDiff.Added(1, new byte[] {0x7B, 0x7D}),
                                new RowDiff.Updated(-1L, new byte[] {1}, new byte[0]),
                                new RowDiff.Updated(Long.MIN_VALUE, null, new byte[] {2}),
                                new RowDiff.Removed(0, new byte[] {3}),
                                new RowDiff.Removed(24, null)),
                        Map.of("source_id", "s1", "a", "ü")),
                """
                01 84 1a6553f100 1a075bcd15
                85
                83 00 01 427b7d
                84 01 20 4101 40
                84 01 3b7fffffffffffffff f6 4102
                83 02 00 4103
                83 02 1818 f6
                a2 6161 62c3bc 69736f757263655f6964 627331""");
    }

    @Test
    void theExampleOfThePage() {
        assertGolden(
                new Emission(
                        "orders", POSITION, Instant.EPOCH, List.of(new RowDiff.Removed(24, null)), Map.of("a", "b")),
                "01 84 00 00 81 83 02 18 18 f6 a1 61 61 61 62");
    }

    @Test
    void anEmissionWithoutAnything() {
        assertGolden(new Emission("orders", POSITION, Instant.EPOCH, List.of(), Map.of()), "01 84 00 00 80 a0");
    }

    private static void assertGolden(Emission emission, String hex) {
        String golden = hex.replaceAll("\\s", "");
        assertThat(HexFormat.of().formatHex(EmissionCodec.encode(emission))).isEqualTo(golden);
        OutboxEntry entry = new OutboxEntry(41, HexFormat.of().parseHex(golden));
        assertThat(EmissionCodec.decode("orders", POSITION, entry)).isEqualTo(emission);
    }
}
