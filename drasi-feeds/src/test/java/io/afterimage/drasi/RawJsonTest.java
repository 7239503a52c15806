package io.afterimage.drasi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawJsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1e400}",
                "18446744073709551615",
                "-0",
                "-0.0",
                "30.00",
                "1E+2",
                "123456789012345678901234567890.123456789012345678901234567890",
                "\"\\u0041\\/\\ud83d\\ude00\"",
                "\"ü😀\"",
                "{\"a\":1,\"a\":2}",
                "[ ]",
                "true",
                "null",
                "\"\""
            })
    void value_inAnObject_keepsItsBytes(String value) {
        RawJson object = parse("{ \"x\" :\t" + value + " , \"y\":" + value + "}");
        assertThat(member(object, "x").bytes()).asString(UTF_8).isEqualTo(value);
        assertThat(member(object, "y").bytes()).asString(UTF_8).isEqualTo(value);
        RawJson array = parse("[" + value + "," + value + " ]");
        assertThat(array.elements())
                .allSatisfy(
                        element -> assertThat(element.bytes()).asString(UTF_8).isEqualTo(value));
        assertThat(parse(" " + value + " ").bytes()).asString(UTF_8).isEqualTo(value);
        assertThat(isDocument(value)).isTrue();
    }

    @Test
    void value_insideAValue_keepsItsBytes() {
        RawJson array = member(member(parse("{\"é\":{\"b\":[1,{\"c\": 2.50}]}}"), "é"), "b");
        assertThat(member(array.elements().get(1), "c").bytes()).asString(UTF_8).isEqualTo("2.50");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1} {\"b\":2}",
                "{\"a\":1}x",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":NaN}",
                "{a:1}",
                "{'a':1}",
                "[1,]",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"tab\there\"}",
                "hello",
                "\uFEFF{}",
                "# comment",
                "\u0000",
                "{\u0000}\u0000",
                ""
            })
    void notJson_isRefused(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(UnusableLineException.class)
                .hasMessageStartingWith("It is not JSON.");
        assertThat(isDocument(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\"", "{\"a\":", "{\"a\":1", "[1", "\"abc", "{\"a\":\"b", "tru"})
    void truncated_isRefusedAsSuch(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(UnusableLineException.class);
        assertThat(isDocument(text)).isFalse();
    }

    @Test
    void truncatedObject_saysThatItEndsInTheMiddle() {
        assertThatThrownBy(() -> parse("{\"a\":{\"b\":1")).hasMessageContaining("ends in the middle");
    }

    @Test
    void invalidUtf8_isRefused_alsoOverlongAndSurrogates() {
        for (byte[] bad : List.of(
                new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xFF, '"'},
                "{\"a\":1}".getBytes(StandardCharsets.UTF_16))) {
            assertThatThrownBy(() -> RawJson.parse(bad)).hasMessageStartingWith("It is not JSON.");
            assertThat(RawJson.isDocument(bad, bad.length)).isFalse();
        }
    }

    @Test
    void nesting_isLimited_withoutOverflow() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThatThrownBy(() -> parse(deep)).isInstanceOf(UnusableLineException.class);
        assertThat(isDocument(deep)).isFalse();
        assertThat(isDocument("[".repeat(400) + "]".repeat(400))).isTrue();
    }

    @Test
    void longNumbersStringsAndNames_areKept() {
        String digits = "7".repeat(300_000);
        RawJson object = parse("{\"" + digits + "\":" + digits + ",\"s\":\"" + digits + "\"}");
        assertThat(member(object, digits).bytes()).hasSize(300_000);
        assertThat(member(object, "s").text()).hasSize(300_000);
    }

    @Test
    void memberThatComesTwice_isRefusedOnlyWhereItIsWanted() {
        RawJson object = parse("{\"a\":1,\"b\":2,\"a\":3}");
        assertThat(object.members("b"::equals)).containsOnlyKeys("b");
        assertThatThrownBy(object::members).hasMessageContaining("Member: a.");
    }

    @Test
    void text_decodesEscapes() {
        assertThat(parse("\"\\u0041\\n\"").text()).isEqualTo("A\n");
    }

    private static RawJson member(RawJson object, String name) {
        return Objects.requireNonNull(object.members().get(name), name);
    }

    private static RawJson parse(String text) {
        return RawJson.parse(text.getBytes(UTF_8));
    }

    private static boolean isDocument(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return RawJson.isDocument(bytes, bytes.length);
    }
}
