package io.afterimage.drasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyEncodingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30|30.0|3e1|3E+1|300e-1|30.00000",
                "0|-0|0.0|-0.0|0e99",
                "0.5|5e-1|0.50",
                "1e400|10e399|1E+400",
                "18446744073709551615|18446744073709551615.0",
                "\"A/\"|\"\\u0041\\/\"",
                "{\"a\":1,\"b\":[2]}|{ \"b\" : [ 2.0 ] , \"a\" : 1e0 }",
            })
    void equalValues_haveEqualKeys(String spellings) {
        assertThat(Stream.of(spellings.split("\\|"))
                        .map(KeyEncodingTest::signatureOf)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void differentValues_haveDifferentKeys() {
        List<String> values = List.of(
                "null",
                "true",
                "false",
                "0",
                "1",
                "10",
                "\"\"",
                "\"1\"",
                "\"null\"",
                "[]",
                "{}",
                "[[]]",
                "[null]",
                "[1,2]",
                "[12]",
                "{\"a\":1}",
                "{\"a\":\"1\"}",
                "\"3e1\"",
                "30",
                "-30",
                "9007199254740993",
                "9007199254740992",
                "0.1",
                "0.10000000000000001");
        assertThat(values.stream().map(KeyEncodingTest::signatureOf).distinct()).hasSameSizeAs(values);
    }

    @Test
    void columns_doNotRunIntoEachOther() {
        RawJson row = parse("{\"a\":\"x\",\"b\":\"yz\",\"c\":\"xy\",\"d\":\"z\"}");
        assertThat(signature(row, List.of("a", "b"))).isNotEqualTo(signature(row, List.of("c", "d")));
        assertThat(signature(row, List.of("a", "b"))).isNotEqualTo(signature(row, List.of("b", "a")));
        assertThat(signature(row, List.of())).isNotEqualTo(signature(row, List.of("a")));
    }

    @Test
    void missingColumn_isRefused_butNullIsAValue() {
        assertThatThrownBy(() -> signature(parse("{\"a\":1}"), List.of("b")))
                .isInstanceOf(UnusableLineException.class)
                .hasMessageContaining("Column: b.");
        assertThat(KeyEncoding.ofColumns(parse("{\"b\":null}"), List.of("b"))).endsWith(0);
    }

    @Test
    void unusableKeys_areRefused() {
        for (String value : Arrays.asList("1e99999999999", "7".repeat(1_001), "\"\\ud800\"", "{\"a\":1,\"a\":1}")) {
            assertThatThrownBy(() -> signatureOf(value)).isInstanceOf(UnusableLineException.class);
        }
        assertThatThrownBy(() -> signature(parse("[1]"), List.of("k"))).hasMessageContaining("an object");
        assertThatThrownBy(() -> signature(parse("{\"k\":1,\"k\":1}"), List.of("k")))
                .hasMessageContaining("twice");
    }

    @Test
    void hash_isXxh3() {
        assertThat(Long.toHexString(Hashing.xxh3_64().hashBytesToLong(new byte[0])))
                .isEqualTo("2d06800538d394c2");
    }

    private static long signature(RawJson row, List<String> columns) {
        return RowKey.of(row, new RowIdentity.ByColumns(columns), RowKey.XXH3).signature();
    }

    private static long signatureOf(String value) {
        return signature(parse("{\"k\":" + value + "}"), List.of("k"));
    }

    private static RawJson parse(String text) {
        return RawJson.parse(Lines.bytes(text));
    }
}
