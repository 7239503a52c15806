package io.afterimage.drasi.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestPathTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tanks        | tanks",
                "a%2Fb        | a/b",
                "a%2fb        | a/b",
                "a%252Fb      | a%2Fb",
                "%2E%2E       | ..",
                "a;v=1        | a;v=1",
                "a+b          | a+b",
                "%C3%BC%F0%9F%99%82 | ü🙂",
                "ü            | ü"
            })
    void decode_undoesPercentEncodingOnce(String encoded, String decoded) {
        assertThat(RequestPath.decode(encoded)).contains(decoded);
    }

    @Test
    void decode_keepsNul() {
        assertThat(RequestPath.decode("a%00b")).contains("a\0b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a%2", "%zz", "%+1", "%FF", "%C3", "%ED%A0%80", "%C0%AF", "%F4%90%80%80", "%ü1"})
    void decode_ofWhatIsNoPercentEncodedUtf8_isEmpty(String encoded) {
        assertThat(RequestPath.decode(encoded)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/tanks, tanks", "/a%2Fb, a%2Fb", "/.., ..", "/a;b, a;b", "/%, %"})
    void onlySegment_isWhatStandsBehindTheOnlySlash(String path, String segment) {
        assertThat(new RequestPath(path).onlySegment()).contains(segment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "", "//", "//a", "/a/", "/a/b", "*", "a"})
    void onlySegment_ofAnyOtherPath_isEmpty(String path) {
        assertThat(new RequestPath(path).onlySegment()).isEmpty();
    }

    @Test
    void after_isTheRestWhateverItIs() {
        assertThat(new RequestPath("/changes/a/../b").after("/changes/")).contains("a/../b");
        assertThat(new RequestPath("/changes//").after("/changes/")).contains("/");
        assertThat(new RequestPath("/changes/").after("/changes/")).isEmpty();
        assertThat(new RequestPath("/other/a").after("/changes/")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a%2Fb, a/b", "a/b, a/b", "a%2Fb, a%2Fb", "100%, 100%"})
    void names_comparesEncodedAndAsItStands(String part, String queryId) {
        assertThat(RequestPath.names(part, queryId)).isTrue();
        assertThat(RequestPath.names(part, queryId + "x")).isFalse();
    }
}
