package io.afterimage.mirror.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The headers that servers page and pause by, in the forms that servers write them. */
class HeadersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<https://h/a?page=2>; rel=\"next\"|https://h/a?page=2",
                "<a>;rel=next|a",
                "< a > ; REL = \"Prev NEXT\"|a",
                "<p>; rel=prev, <n>; title=\"x, <y>; rel=next\"; rel=\"next\"|n",
                "<p>; rel=prev; rel=next, <n>; rel=next|n",
                "<n>; title*=UTF-8''x; foo; rel=next; anchor=\"#a\"|n",
                "<p>; rel=\"next-ish\"|",
                "<p>|",
                "<p; rel=next|",
                "rel=next|",
                "<n>; rel=\"next|n",
                "<n>; title=\"a\\\"b\"; rel=next|n",
            })
    void link_toTheNextPage_isFound(String header, String target) {
        assertThat(LinkHeader.next(List.of("<x>; rel=last", header)).orElse(null))
                .isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|PT0S",
                " 120 |PT2M",
                "Sun, 01 Mar 2026 12:01:30 GMT|PT1M30S",
                "Sun, 01 Mar 2026 11:59:00 GMT|PT0S",
                "99999999999999999999|PT596523H14M7S",
                "-5|",
                "soon|",
                "1.5|"
            })
    void retryAfter_isRead(String header, String expected) {
        HttpHeaders headers = HttpHeaders.of(Map.of("retry-after", List.of(header)), (name, value) -> true);
        assertThat(RetryAfter.of(headers, TestTime.START).orElse(null))
                .isEqualTo(expected == null ? null : Duration.parse(expected));
    }

    @Test
    void parameters_areSetAndTakenOut_asAddressesWriteThem() {
        URI address = URI.create("http://h:8/a%20b?x=1&key=s%26t&y");
        assertThat(Addresses.with(address, "x", "ä &=+"))
                .hasToString("http://h:8/a%20b?key=s%26t&y&x=%C3%A4%20%26%3D%2B");
        assertThat(Addresses.without(address, Set.of("key", "y", "x"))).hasToString("http://h:8/a%20b");
        assertThat(Addresses.inMessages(URI.create("http://user:word@h/a?key=secret")))
                .isEqualTo("http://h/a");
        assertThat(Addresses.sameOrigin(URI.create("http://H:80/a"), URI.create("http://h/b")))
                .isTrue();
        assertThat(Addresses.sameOrigin(URI.create("https://h/a"), URI.create("http://h/a")))
                .isFalse();
    }

    @Test
    void seenIds_areRemembered_upToTheLimit() {
        SeenIds seen = new SeenIds(5_000);
        for (int id = 0; id < 5_000; id++) {
            assertThat(seen.add("id-" + id)).isTrue();
        }
        assertThat(seen.add("one more")).isFalse();
        assertThat(seen.add("id-7")).isTrue();
        for (int id = 0; id < 10_000; id++) {
            assertThat(seen.contains("id-" + id)).isEqualTo(id < 5_000);
        }
        seen.clear();
        assertThat(seen.contains("id-7")).isFalse();
    }
}
