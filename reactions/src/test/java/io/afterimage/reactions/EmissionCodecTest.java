package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.AfterimageException;
import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import io.afterimage.OutboxEntry;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EmissionCodecTest {

    private static final Position HEAD = new Position(3, 41, 0xCAFEL);
    private static final byte[] BYTES = EmissionCodec.encode(emission(
            List.of(new RowDiff.Updated(-2, new byte[] {1}, new byte[] {2, 3}), new RowDiff.Removed(7, null)),
            Map.of("source", "lsn")));

    @Property
    void decode_ofWhatEncodeWrote_isTheEmission(@ForAll("emissions") Emission emission) {
        byte[] bytes = EmissionCodec.encode(emission);
        assertThat(decode(bytes)).isEqualTo(emission);
        assertThat(EmissionCodec.encode(decode(bytes))).isEqualTo(bytes);
    }

    @Property
    void decode_ofAnyBytes_isAnEmissionOrATypedError(@ForAll byte[] tail) {
        byte[] bytes = new byte[tail.length + 1];
        bytes[0] = EmissionCodec.FORMAT_VERSION;
        System.arraycopy(tail, 0, bytes, 1, tail.length);
        decodesOrIsCorrupt(bytes);
    }

    @Test
    void decode_ofEveryFlippedBit_isAnEmissionOrATypedError() {
        for (int bit = 8; bit < BYTES.length * 8; bit++) {
            byte[] damaged = BYTES.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            decodesOrIsCorrupt(damaged);
        }
    }

    @Test
    void decode_ofEveryPrefix_isCorruptAndNamesQueryAndSequence() {
        for (int length = 0; length < BYTES.length; length++) {
            byte[] cut = Arrays.copyOf(BYTES, length);
            assertThatThrownBy(() -> decode(cut))
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("Query: orders")
                    .hasMessageContaining("Sequence: 41");
        }
    }

    @Test
    void decode_withBytesAfterTheEnd_isCorrupt() {
        byte[] longer = Arrays.copyOf(BYTES, BYTES.length + 1);
        assertThatThrownBy(() -> decode(longer)).isInstanceOf(CorruptStoreException.class);
    }

    @Test
    void decode_ofALaterVersion_saysUpgrade() {
        byte[] later = BYTES.clone();
        later[0] = 2;
        assertThatThrownBy(() -> decode(later))
                .isInstanceOf(NewerFormatException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("41");
    }

    @Test
    void decode_ofDeepNesting_isCorrupt() {
        byte[] deep = new byte[1 << 20];
        Arrays.fill(deep, (byte) 0x81);
        deep[0] = EmissionCodec.FORMAT_VERSION;
        assertThatThrownBy(() -> decode(deep)).isInstanceOf(CorruptStoreException.class);
    }

    @Test
    void decode_ofALengthBeyondTheEnd_isCorruptWithoutMakingRoomForIt() {
        byte[] hostile = {1, (byte) 0x84, 0, 0, (byte) 0x81, (byte) 0x83, 0, 0, 0x5A, 0x7F, -1, -1, -1};
        assertThatThrownBy(() -> decode(hostile)).isInstanceOf(CorruptStoreException.class);
    }

    @Test
    void encode_ofTextThatIsNoUnicode_isRefused() {
        Emission emission = emission(List.of(), Map.of("half", "\uD800"));
        assertThatThrownBy(() -> EmissionCodec.encode(emission))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("orders");
    }

    @Test
    void encode_ofALargeRow_comesBack() {
        byte[] row = new byte[10 << 20];
        Arrays.fill(row, (byte) 0x5A);
        Emission emission = emission(List.of(new RowDiff.Added(1, row)), Map.of());
        assertThat(decode(EmissionCodec.encode(emission))).isEqualTo(emission);
    }

    private static void decodesOrIsCorrupt(byte[] bytes) {
        try {
            decode(bytes);
        } catch (AfterimageException e) {
            assertThat(e).isInstanceOf(CorruptStoreException.class);
        }
    }

    private static Emission decode(byte[] bytes) {
        return EmissionCodec.decode("orders", HEAD, new OutboxEntry(41, bytes));
    }

    private static Emission emission(List<RowDiff> diffs, Map<String, String> metadata) {
        return new Emission("orders", HEAD, Instant.ofEpochSecond(1_700_000_000L, 5), diffs, metadata);
    }

    @Provide
    Arbitrary<Emission> emissions() {
        Arbitrary<Map<String, String>> metadata = texts().tuple2()
                .list()
                .ofMaxSize(3)
                .map(pairs -> pairs.stream()
                        .collect(java.util.stream.Collectors.toMap(
                                Tuple.Tuple2::get1, Tuple.Tuple2::get2, (a, b) -> b)));
        Arbitrary<Instant> moments = Combinators.combine(
                        Arbitraries.longs().between(-1L << 50, 1L << 50),
                        Arbitraries.integers().between(0, 999_999_999))
                .as(Instant::ofEpochSecond);
        return Combinators.combine(moments, diffs().list().ofMaxSize(20), metadata)
                .as((moment, diffs, told) -> new Emission("orders", HEAD, moment, diffs, told));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.strings().all().excludeChars(surrogates()).ofMaxLength(300);
    }

    private static char[] surrogates() {
        char[] surrogates = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
        for (int i = 0; i < surrogates.length; i++) {
            surrogates[i] = (char) (Character.MIN_SURROGATE + i);
        }
        return surrogates;
    }

    private static Arbitrary<RowDiff> diffs() {
        Arbitrary<Long> signatures = Arbitraries.longs();
        Arbitrary<byte[]> rows = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        Arbitrary<byte @Nullable []> before = rows.injectNull(0.3);
        return Arbitraries.oneOf(
                Combinators.combine(signatures, rows).as(RowDiff.Added::new),
                Combinators.combine(signatures, before, rows).as(RowDiff.Updated::new),
                Combinators.combine(signatures, before).as(RowDiff.Removed::new));
    }
}
