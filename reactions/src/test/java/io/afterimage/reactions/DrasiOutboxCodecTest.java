package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.AfterimageException;
import io.afterimage.CorruptStoreException;
import io.afterimage.OutboxEntry;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** The bytes here are those that Drasi's serialiser writes. */
class DrasiOutboxCodecTest {

    private static final Position LIFE = new Position(3, 0, 0xCAFEL);
    private static final Position POSITION = new Position(3, 7, 0xCAFEL);
    private static final Instant TIMESTAMP = Instant.parse("2026-08-21T10:00:00.123456789Z");

    private static final String ROW = "84a166cb3ff8000000000000a2696401a16ea161a178c0";
    private static final String JSON = "{\"f\":1.5,\"id\":1,\"n\":\"a\",\"x\":null}";
    private static final String HEAD = "a2713107be323032362d30382d32315431303a30303a30302e3132333435363738395a";
    private static final String METADATA = "81a9736f757263655f6964a27331";
    private static final String PROFILING = "9bc0c0c0c0c0c0c0c0c0c0c0";

    private static final String ADD = "93a3414444" + ROW + "0b";
    private static final String UPDATE = "95a6555044415445" + ROW + ROW + ROW + "0b";
    private static final String UPDATE_WITH_KEYS = "96a6555044415445" + ROW + ROW + ROW + "91a2" + "6964" + "0b";

    private static final RowDiff ADDED = new RowDiff.Added(11, json(JSON));
    private static final RowDiff UPDATED = new RowDiff.Updated(11, json(JSON), json(JSON));

    @Test
    void decode_ofTheKnownAddEntry_isItsEmission() {
        String known =
                "96a2713107be323032362d30382d32315431303a30303a30302e3132333435363738395a9193a341444484a166cb3ff80"
                        + "00000000000a2696401a16ea161a178c00b81a9736f757263655f6964a273319bc0c0c0c0c0c0c0c0c0c0c0";
        assertThat(known).hasSize(2 * 92);
        assertThat(decode(known))
                .isEqualTo(new Emission("q1", POSITION, TIMESTAMP, List.of(ADDED), Map.of("source_id", "s1")));
    }

    @Test
    void decode_ofAnUpdateWithoutGroupingKeys_whichDrasiCannotRead_isItsEmission() {
        assertThat(entry(UPDATE)).hasSize(2 * 141);
        assertThat(decode(entry(UPDATE)).diffs()).containsExactly(UPDATED);
    }

    @Test
    void decode_ofAnUpdateWithGroupingKeys_isItsEmission() {
        assertThat(entry(UPDATE_WITH_KEYS)).hasSize(2 * 145);
        assertThat(decode(entry(UPDATE_WITH_KEYS)).diffs()).containsExactly(UPDATED);
    }

    @Test
    void decode_ofDelete_isARemovalWithTheRowBefore() {
        assertThat(decode(entry("93a644454c455445" + ROW + "0b")).diffs())
                .containsExactly(new RowDiff.Removed(11, json(JSON)));
    }

    @Test
    void decode_ofAnAggregation_isAnAdditionForANewGroup_elseAnUpdate() {
        String tag = "94ab6167677265676174696f6e";
        assertThat(entry(tag + "c0" + ROW + "0b")).hasSize(2 * 101);
        assertThat(entry(tag + ROW + ROW + "0b")).hasSize(2 * 123);
        assertThat(decode(entry(tag + "c0" + ROW + "0b")).diffs()).containsExactly(ADDED);
        assertThat(decode(entry(tag + ROW + ROW + "0b")).diffs()).containsExactly(UPDATED);
    }

    @Test
    void decode_ofNoop_hasNoDiff() {
        assertThat(entry("91a46e6f6f70")).hasSize(2 * 69);
        assertThat(decode(entry("91a46e6f6f70")).diffs()).isEmpty();
    }

    @Test
    void decode_withoutProfiling_isTheSame() {
        String entry = "95" + HEAD + "91" + ADD + METADATA;
        assertThat(decode(entry)).isEqualTo(decode(entry(ADD)));
    }

    @Test
    void decode_ofTheNamedForm_isTheSame() {
        String diff = "83" + text("type") + text("ADD") + text("data") + ROW + text("row_signature") + "0b";
        assertThat(decode(named(diff))).isEqualTo(decode(entry(ADD)));
        String update = "86" + text("type") + text("UPDATE") + text("data") + ROW + text("before") + ROW + text("after")
                + ROW + text("grouping_keys") + "91a16b" + text("row_signature") + "0b";
        assertThat(decode(named(update)).diffs()).containsExactly(UPDATED);
        assertThat(decode(named("81" + text("type") + text("noop"))).diffs()).isEmpty();
    }

    @Test
    void decode_ofASignatureBeyondSigned64Bits_keepsItsBits() {
        String diff = "93a3414444" + ROW + "cfa0f123456789abcd";
        assertThat(decode(entry(diff)).diffs().get(0).rowSignature()).isEqualTo(0xA0F1_2345_6789_ABCDL);
    }

    @Test
    void decode_ofSignatureZero_isRefusedAndNamesTheEntry() {
        String unknown = entry("93a3414444" + ROW + "00");
        assertThatThrownBy(() -> decode(unknown))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Query: q1. Sequence: 7.")
                .hasMessageContaining("key columns");
        String missing = named("82" + text("type") + text("ADD") + text("data") + ROW);
        assertThatThrownBy(() -> decode(missing)).isInstanceOf(RefusedException.class);
    }

    @Test
    void decode_ofAnotherQueryOrSequence_isCorrupt() {
        byte[] bytes = HexFormat.of().parseHex(entry(ADD));
        assertThatThrownBy(() -> DrasiOutboxCodec.decode("q2", LIFE, new OutboxEntry(7, bytes)))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("the entry of query q1");
        assertThatThrownBy(() -> DrasiOutboxCodec.decode("q1", LIFE, new OutboxEntry(8, bytes)))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("the entry of sequence 7");
    }

    @Test
    void decode_ofEveryPrefix_isCorruptAndNamesQueryAndSequence() {
        byte[] bytes = HexFormat.of().parseHex(entry(UPDATE));
        for (int length = 0; length < bytes.length; length++) {
            OutboxEntry cut = new OutboxEntry(7, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> DrasiOutboxCodec.decode("q1", LIFE, cut))
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("Query: q1. Sequence: 7.");
        }
    }

    @Property
    void decode_ofAnyBytes_isAnEmissionOrATypedError(@ForAll byte[] bytes) {
        decodesOrIsTyped(bytes);
    }

    @Test
    void decode_ofEveryFlippedBit_isAnEmissionOrATypedError() {
        byte[] bytes = HexFormat.of().parseHex(entry(UPDATE_WITH_KEYS));
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            decodesOrIsTyped(damaged);
        }
    }

    @Test
    void rowToJson_ofTheKnownRow_isItsJson() {
        assertThat(row(HexFormat.of().parseHex(ROW))).isEqualTo(JSON);
    }

    @Test
    void rowToJson_keepsNumbersAndText() throws IOException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packArrayHeader(9);
            packer.packLong(Long.MIN_VALUE)
                    .packBigInteger(new BigInteger("18446744073709551615"))
                    .packDouble(30.0)
                    .packDouble(2e-3)
                    .packDouble(1e23)
                    .packFloat(0.1f)
                    .packBoolean(true)
                    .packString("\"\u0000ü\uD83D\uDE00")
                    .packMapHeader(0);
            assertThat(row(packer.toByteArray()))
                    .isEqualTo("[-9223372036854775808,18446744073709551615,30.0,0.002,1.0E23,0.1,true,"
                            + "\"\\\"\\u0000ü\uD83D\uDE00\",{}]");
        }
    }

    @Test
    void rowToJson_ofWhatJsonDoesNotHave_isCorrupt() {
        List<String> strange = List.of(
                "c40101", // binary
                "cb7ff8000000000000", // not a number
                "81c0c0", // a key that is no text
                "a1ff", // no UTF-8
                "dd7fffffff", // an array longer than the bytes
                "db7fffffff", // a text longer than the bytes
                "c0c0", // two values
                "");
        for (String hex : strange) {
            assertThatThrownBy(() -> row(HexFormat.of().parseHex(hex)))
                    .as(hex)
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("Query: q1. Signature: 5.");
        }
    }

    @Test
    void rowToJson_ofDeepNesting_isCorrupt() {
        byte[] deep = new byte[1 << 20];
        Arrays.fill(deep, (byte) 0x91);
        assertThatThrownBy(() -> row(deep)).isInstanceOf(CorruptStoreException.class);
    }

    private static void decodesOrIsTyped(byte[] bytes) {
        try {
            DrasiOutboxCodec.decode("q1", LIFE, new OutboxEntry(7, bytes));
        } catch (AfterimageException e) {
            assertThat(e).isInstanceOfAny(CorruptStoreException.class, RefusedException.class);
        }
    }

    private static Emission decode(String hex) {
        return DrasiOutboxCodec.decode(
                "q1", LIFE, new OutboxEntry(7, HexFormat.of().parseHex(hex)));
    }

    private static String row(byte[] data) {
        return new String(DrasiOutboxCodec.rowToJson("q1", 5, data), StandardCharsets.UTF_8);
    }

    /** A compact entry with one diff. */
    private static String entry(String diff) {
        return "96" + HEAD + "91" + diff + METADATA + PROFILING;
    }

    /** A named entry with one diff, its fields in another order. */
    private static String named(String diff) {
        return "85" + text("results") + "91" + diff + text("metadata") + METADATA + text("query_id") + text("q1")
                + text("timestamp") + text("2026-08-21T10:00:00.123456789Z") + text("sequence") + "07";
    }

    private static String text(String text) {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            packer.packString(text);
            return HexFormat.of().formatHex(packer.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
