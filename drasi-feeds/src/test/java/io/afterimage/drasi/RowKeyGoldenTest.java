package io.afterimage.drasi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pins the signature of key columns, which stored rows depend on, to {@code docs/formats/ingest.md}. The signatures were
 * computed from the encodings by the reference implementation of XXH3.
 */
class RowKeyGoldenTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1}                     |     | 00000000                             | 5238470482016868669",
                "{\"k\":null}                  | k   | 0000000100                           | 8848152286787024405",
                "{\"k\":true}                  | k   | 0000000102                           | 17963823113687516274",
                "{\"k\":30}                    | k   | 000000010300000003336531             | 6240165343966214519",
                "{\"k\":30.0}                  | k   | 000000010300000003336531             | 6240165343966214519",
                "{\"k\":3e1}                   | k   | 000000010300000003336531             | 6240165343966214519",
                "{\"k\":-0.5}                  | k   | 000000010 3000000052d35652d31        | 11266918288734534867",
                "{\"k\":-0.0}                  | k   | 000000010300000003306530             | 4829283756786198028",
                "{\"k\":\"r1\"}                | k   | 0000000104000000027231               | 424128818175056216",
                "{\"k\":\"\\u00e9\\ud83d\\ude00\"} | k | 000000010400000006c3a9f09f9880     | 16878295652691785585",
                "{\"k\":18446744073709551615}  | k   | 0000000103000000163138343436373434303733373039353531363135"
                        + "6530 | 15977461036249809121",
                "{\"k\":[1,\"a\"]}             | k   | 0000000105000000020300000003316530040000000161 |"
                        + " 17904723015838853695",
                "{\"k\":{\"b\":1,\"a\":false}} | k   | 000000010600000002000000016101000000016203000000033165"
                        + "30 | 14536078480274429186",
                "{\"n\":7,\"b\":\"b1\"}        | b,n | 00000002040000000262310300000003376530 | 5884816214482115548",
            })
    void signature_isPinned(String row, String columns, String encoding, String signature) {
        RawJson json = RawJson.parse(Lines.bytes(row));
        List<String> names = columns == null ? List.of() : List.of(columns.split(","));
        assertThat(HexFormat.of().formatHex(RowKey.encode(json, names))).isEqualTo(encoding.replace(" ", ""));
        assertThat(Long.toUnsignedString(RowKey.signature(json, names))).isEqualTo(signature);
    }
}
