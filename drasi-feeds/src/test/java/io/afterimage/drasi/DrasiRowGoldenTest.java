package io.afterimage.drasi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.NewerFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pins the envelope of a row to {@code docs/formats/rows.md}. */
class DrasiRowGoldenTest {

    private static final String GOLDEN = "c10168a1a96433abfe3ba1ab848ff886c09c000000017b226b223a33307d";

    @Test
    void envelope_isPinned() {
        byte[] fingerprint = HexFormat.of().parseHex("68a1a96433abfe3ba1ab848ff886c09c");
        byte[] stored = DrasiRow.envelope(fingerprint, 1, "{\"k\":30}".getBytes(UTF_8));
        assertThat(HexFormat.of().formatHex(stored)).isEqualTo(GOLDEN);
        DrasiRow row = DrasiRow.read("q", 1, stored);
        assertThat(row.json()).asString(UTF_8).isEqualTo("{\"k\":30}");
        assertThat(row.copies()).isEqualTo(1);
        assertThat(row.fingerprint()).hasValue(fingerprint);
        assertThat(DrasiRow.copies(ByteBuffer.wrap(DrasiRow.envelope(fingerprint, 0x01020304, stored))))
                .isEqualTo(0x01020304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"k\":30}", " [1]", "\"a\"", "-1", "true", "\t1", "", "no JSON"})
    void bareRow_isItsBytes(String text) {
        DrasiRow row = DrasiRow.read("q", 1, text.getBytes(UTF_8));
        assertThat(row.json()).asString(UTF_8).isEqualTo(text);
        assertThat(row.copies()).isEqualTo(1);
        assertThat(row.fingerprint()).isEmpty();
        assertThat(DrasiRow.isEnveloped(ByteBuffer.wrap(text.getBytes(UTF_8)))).isFalse();
    }

    @Test
    void cutEnvelope_isDamage_namedByQueryAndSignature() {
        byte[] stored = HexFormat.of().parseHex(GOLDEN);
        for (int length = 1; length <= DrasiRow.ENVELOPE_BYTES; length++) {
            byte[] cut = Arrays.copyOf(stored, length);
            assertThatThrownBy(() -> DrasiRow.read("q", -1, cut))
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("Query: q. Signature: 18446744073709551615.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c100", "c101"})
    void wrongVersionOrCopies_areDamage(String begin) {
        byte[] stored = HexFormat.of().parseHex(begin + "00".repeat(20) + "31");
        assertThatThrownBy(() -> DrasiRow.read("q", 1, stored)).isInstanceOf(CorruptStoreException.class);
        stored[18] = (byte) 0x80;
        assertThatThrownBy(() -> DrasiRow.read("q", 1, stored)).isInstanceOf(CorruptStoreException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c102", "c1ff"})
    void laterVersion_isNewer(String begin) {
        byte[] stored = HexFormat.of().parseHex(begin + "00");
        assertThatThrownBy(() -> DrasiRow.read("q", 1, stored))
                .isInstanceOfSatisfying(
                        NewerFormatException.class,
                        error -> assertThat(error.foundVersion()).isEqualTo(stored[1] & 0xFF));
    }
}
