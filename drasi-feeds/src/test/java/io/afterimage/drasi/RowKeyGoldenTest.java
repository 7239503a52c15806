package io.afterimage.drasi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pins what tells rows without signatures apart, which stored rows depend on, to {@code docs/formats/rows.md}. Signatures and
 * fingerprints were computed from the encodings by other implementations of XXH3 and SHA-256.
 */
class RowKeyGoldenTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1} |  | 00000000 | 5238470482016868669 | df3f619804a92fdb4057192dc43dd748",
                "{\"k\":null} | k | 0000000100 | 8848152286787024405 | 060dc63e5595dffbd161c9ec98bc06fc",
                "{\"k\":true} | k | 0000000102 | 17963823113687516274 | 1410875141ef5e14152cb25324572d28",
                "{\"k\":30} | k | 000000010300000003336531 | 6240165343966214519 | 68a1a96433abfe3ba1ab848ff886c09c",
                "{\"k\":30.0} | k | 000000010300000003336531 | 6240165343966214519 | 68a1a96433abfe3ba1ab848ff886c09c",
                "{\"k\":3e1} | k | 000000010300000003336531 | 6240165343966214519 | 68a1a96433abfe3ba1ab848ff886c09c",
                "{\"k\":-0.5} | k | 0000000103000000052d35652d31"
                        + " | 11266918288734534867 | 758ebfa9ad5f316e9bc8137bf8a16b7a",
                "{\"k\":-0.0} | k | 000000010300000003306530 | 4829283756786198028 | 0e43a629c0fe894516506c607719bf0b",
                "{\"k\":\"r1\"} | k | 0000000104000000027231 | 424128818175056216 | c55a662ce1f4a94b13824a10e8447a3c",
                "{\"k\":\"\\u00e9\\ud83d\\ude00\"} | k | 000000010400000006c3a9f09f9880"
                        + " | 16878295652691785585 | 7c3c3fa2caf7292dcf35928f5930ced4",
                "{\"k\":18446744073709551615} | k | 00000001030000001631383434363734343037333730393535313631356530"
                        + " | 15977461036249809121 | e97f206a5002cf3120219d9811072f52",
                "{\"k\":[1,\"a\"]} | k | 0000000105000000020300000003316530040000000161"
                        + " | 17904723015838853695 | f115fe53f7e8be5c1f6887c3a9872711",
                "{\"k\":{\"b\":1,\"a\":false}} | k | 00000001060000000200000001610100000001620300000003316530"
                        + " | 14536078480274429186 | e2818e6e0f98ffb0c937a4f45ca3117c",
                "{\"n\":7,\"b\":\"b1\"} | b,n | 00000002040000000262310300000003376530"
                        + " | 5884816214482115548 | 1998cb5c09531027b7e79d9ca4230ffd",
            })
    void keyOfColumns_isPinned(String row, String columns, String encoding, String signature, String fingerprint) {
        RawJson json = RawJson.parse(Lines.bytes(row));
        List<String> names = columns == null ? List.of() : List.of(columns.split(","));
        assertThat(HexFormat.of().formatHex(KeyEncoding.ofColumns(json, names))).isEqualTo(encoding);
        assertKey(RowKey.of(json, new RowIdentity.ByColumns(names), RowKey.XXH3), signature, fingerprint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"v\":\"x\",\"k\":30.0} | 0600000002000000016b03000000033365310000000176040000000178"
                        + " | 8256681253186848968 | 3118fecdfd7d7d512c25a09f8126d16d",
                "[1] | 05000000010300000003316530 | 8973951778193127039 | b0c773b7b589b4f181c977428bab58ae",
                "\"a\" | 040000000161 | 14133513452311387108 | 25aedaa03b114c25cff3563aaa1d699d",
            })
    void keyOfFullRow_isPinned(String row, String encoding, String signature, String fingerprint) {
        RawJson json = RawJson.parse(Lines.bytes(row));
        assertThat(HexFormat.of().formatHex(KeyEncoding.ofFullRow(json))).isEqualTo(encoding);
        assertKey(RowKey.of(json, RowIdentity.ByFullRow.BY_FULL_ROW, RowKey.XXH3), signature, fingerprint);
    }

    private static void assertKey(RowKey key, String signature, String fingerprint) {
        assertThat(Long.toUnsignedString(key.signature())).isEqualTo(signature);
        assertThat(HexFormat.of().formatHex(key.fingerprint())).isEqualTo(fingerprint);
    }
}
