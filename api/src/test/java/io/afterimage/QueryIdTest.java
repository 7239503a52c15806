package io.afterimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of a query id (C5), at every boundary. */
class QueryIdTest {

    /** One character of each UTF-8 length, from 1 byte to 4. */
    private static final String[] BY_UTF8_LENGTH = {"a", "é", "€", "😀"};

    @ParameterizedTest
    @ValueSource(strings = {"a", "\0", "/", "..", "'\"`;--", " ", "\n", "é", "€", "😀", "\uffff", "a\0b"})
    void anyCharacter_isLegal(String queryId) {
        assertThat(QueryId.check(queryId)).isSameAs(queryId);
    }

    @Test
    void longestId_ofEveryCharacterLength_isLegal_andOneByteMoreIsNot() {
        for (int bytes = 1; bytes <= 4; bytes++) {
            String longest = BY_UTF8_LENGTH[bytes - 1].repeat(1_024 / bytes) + "a".repeat(1_024 % bytes);
            assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(1_024);
            assertThat(QueryId.check(longest)).isSameAs(longest);
            refused(longest + "a", "too long", "1025");
        }
    }

    @Test
    void emptyId_isRefused() {
        refused("", "empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "😀"})
    void unpairedSurrogate_wherever_isRefused(String before) {
        refused(before + '\ud83d', "unpaired surrogate", "U+D83D");
        refused(before + '\ud83d' + "a", "unpaired surrogate", "U+D83D");
        refused(before + "\ud83d\ud83d\ude00", "unpaired surrogate", "U+D83D");
        refused(before + '\ude00', "unpaired surrogate", "U+DE00", "Index: " + before.length());
    }

    @Property
    void anyString_isLegalExactlyIfUtf8CarriesItIn1To1024Bytes(@ForAll @StringLength(max = 1_100) String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        boolean carried = new String(utf8, StandardCharsets.UTF_8).equals(text);
        if (carried && utf8.length >= 1 && utf8.length <= 1_024) {
            assertThat(QueryId.check(text)).isSameAs(text);
        } else {
            refused(text);
        }
    }

    @Example
    void sourceId_isHeldToTheSameRule() {
        ResultCommit.Builder commit = ResultCommit.of("q", 1, List.of());
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> commit.sourcePosition("", new byte[0]));
    }

    private static void refused(String queryId, String... reasons) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> QueryId.check(queryId))
                .satisfies(refusal -> assertThat(reasons)
                        .allSatisfy(reason -> assertThat(refusal).hasMessageContaining(reason)));
    }
}
