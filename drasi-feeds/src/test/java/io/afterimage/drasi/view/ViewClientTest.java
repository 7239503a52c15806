package io.afterimage.drasi.view;

import static io.afterimage.drasi.view.ScriptedServer.chunked;
import static io.afterimage.drasi.view.ScriptedServer.concat;
import static io.afterimage.drasi.view.ScriptedServer.untilClosed;
import static io.afterimage.drasi.view.ScriptedServer.withLength;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.RefusedException;
import io.afterimage.drasi.RowIdentity.ByColumns;
import io.afterimage.drasi.view.ViewException.Trouble;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewClientTest {

    private static final String HEAD =
            "[{\"header\":{\"sequence\":7,\"timestamp\":1755770400100,\"state\":\"running\"}}";
    private static final String SMALL = HEAD + ",{\"data\":{\"a\":[1,\"é\\n\"]}},{\"data\":12}]";

    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void rows_areTheBytesThatWereSent() {
        List<String> rows = List.of(
                "{ \"room\" : \"r1\",\n \"t\": 21.50, \"t\": 0 }",
                "{\"n\":18446744073709551615,\"x\":1e400,\"y\":-0.0}",
                "\"\\u0041é\\ud83d\\ude00😀\"",
                "[[],{},[{\"data\":{\"header\":{}}}]]",
                "true",
                "-12.5E+3",
                "0",
                "\"" + "long ".repeat(40_000) + "\"");
        String body = HEAD + "\n,"
                + String.join(
                        " , ",
                        rows.stream().map(row -> "{\"data\" : " + row + " }").toList()) + "\n ] \n";
        server.thenView(body).then(out -> out.write(withLength(body))).then(out -> out.write(untilClosed(body)));
        for (int i = 0; i < 3; i++) {
            assertThat(readAll()).isEqualTo(rows);
        }
    }

    @Test
    void header_isRead_andUnknownMembersAreNot() {
        server.thenView("[{\"x\":[1],\"header\":{\"sequence\":9223372036854775807,\"state\":5,\"y\":null},\"z\":{}},"
                + "{\"before\":1,\"data\":2,\"after\":\"3\"}]");
        try (View view = client().read("q")) {
            assertThat(view.header())
                    .isEqualTo(new ViewHeader(
                            Long.MAX_VALUE, OptionalLong.empty(), OptionalLong.empty(), java.util.Optional.empty()));
            assertThat(view.header().fromAfterimage()).isFalse();
            assertThat(view.next()).isTrue();
            assertThat(view.data()).asString(UTF_8).isEqualTo("2");
            assertThat(view.signature()).isEmpty();
            assertThat(view.next()).isFalse();
            assertThat(view.next()).isFalse();
        }
    }

    @Test
    void whatAfterimageAdds_isRead() {
        server.thenView("[{\"header\":{\"sequence\":7,\"timestamp\":5,\"generation\":2,\"configHash\":\"0\","
                + "\"identity\":{\"version\":1,\"kind\":\"columns\",\"columns\":[\"k\"]}}},"
                + "{\"data\":{\"k\":1},\"signature\":\"18446744073709551615\"}]");
        try (View view = client().read("q")) {
            assertThat(view.header().fromAfterimage()).isTrue();
            assertThat(view.header().generation()).hasValue(2);
            assertThat(view.header().timestampMs()).hasValue(5);
            assertThat(view.header().identity()).hasValue(new ByColumns(List.of("k")));
            assertThat(view.next()).isTrue();
            assertThat(view.signature()).hasValue(-1);
        }
    }

    @Test
    void queryId_isOneSegmentOfThePath() {
        server.thenView(HEAD + "]").thenView(HEAD + "]");
        ViewClient.at(URI.create(server.base() + "/views/"))
                .bearerToken("secret")
                .build()
                .read("a/b *?#%é+😀\"")
                .close();
        assertThat(server.requests().get(0))
                .startsWith("GET /views/a%2Fb%20%2A%3F%23%25%C3%A9%2B%F0%9F%98%80%22 HTTP/1.1\r\n")
                .contains("Authorization: Bearer secret\r\n", "Accept: application/json\r\n");
        client().read("..").close();
        assertThat(server.requests().get(1))
                .startsWith("GET /%2E%2E HTTP/1.1\r\n")
                .doesNotContain("Authorization");
        assertThatThrownBy(() -> client().read("")).isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "404,ABSENT",
        "500,UNAVAILABLE",
        "503,UNAVAILABLE",
        "429,UNAVAILABLE",
        "408,UNAVAILABLE",
        "401,REFUSED",
        "400,REFUSED",
        "302,REFUSED",
        "204,REFUSED"
    })
    void otherStatus_isItsTrouble(int status, Trouble trouble) {
        server.thenStatus(status);
        assertThat(trouble(() -> client().read("q"))).isEqualTo(trouble);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "7",
                "[{\"data\":1}]",
                "[7]",
                "[{}]",
                HEAD + ",{}]",
                HEAD + ",{\"data\":null}]",
                HEAD + ",{\"data\":1,\"data\":2}]",
                HEAD + ",{\"data\":1,\"signature\":5}]",
                HEAD + ",{\"data\":1,\"signature\":\"-1\"}]",
                HEAD + ",{\"data\":1,\"signature\":\"1\",\"signature\":\"1\"}]",
                HEAD + ",{\"data\":1},{\"header\":{\"sequence\":8}}]",
                HEAD + ",{\"header\":{\"sequence\":8}}]",
                HEAD + ",{\"header\":{\"sequence\":8},\"data\":1}]",
                HEAD + ",{\"data\":01}]",
                HEAD + ",{\"data\":1}}",
                HEAD + ",{\"data\":1}] x",
                HEAD + ",{\"data\":1}][]",
                HEAD + ",{\"data\":\"\u0001\"}]",
                "[{\"header\":7}]",
                "[{\"header\":{}}]",
                "[{\"header\":{\"sequence\":-1}}]",
                "[{\"header\":{\"sequence\":1.5}}]",
                "[{\"header\":{\"sequence\":\"1\"}}]",
                "[{\"header\":{\"sequence\":9223372036854775808}}]",
                "[{\"header\":{\"sequence\":1,\"generation\":1,\"identity\":\"other\"}}]",
                "[{\"header\":{\"sequence\":1},\"header\":{\"sequence\":2}}]",
                "<html>not found</html>",
                "\uFEFF[]",
            })
    void answerThatIsNoView_isMalformed(String body) {
        server.thenView(body);
        assertThat(trouble(this::readAll)).isEqualTo(Trouble.MALFORMED);
    }

    @Test
    void otherEncodingsAndDeepOrLongRows_areMalformed() {
        server.then(out -> out.write(concat("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", SMALL.getBytes(UTF_16LE))));
        assertThat(trouble(this::readAll)).isEqualTo(Trouble.MALFORMED);
        server.thenView(HEAD + ",{\"data\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}]");
        assertThat(trouble(this::readAll)).isEqualTo(Trouble.MALFORMED);
        server.thenView(HEAD + ",{\"data\":\"" + "x".repeat(300_000) + "\"}]");
        ViewClient narrow = ViewClient.at(server.base()).maxRowBytes(100_000).build();
        assertThat(trouble(() -> readAll(narrow))).isEqualTo(Trouble.MALFORMED);
    }

    @Test
    void answerThatIsCutAnywhere_isNeverTakenForWhole() {
        for (byte[] whole : List.of(chunked(SMALL, 5), withLength(SMALL), untilClosed(SMALL))) {
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                server.then(out -> out.write(cut));
                int bytes = length;
                assertThat(catchThrowableOfType(ViewException.class, this::readAll))
                        .as("%d of %d bytes", bytes, whole.length)
                        .isNotNull()
                        .matches(ViewException::passing, "may pass");
            }
            server.then(out -> out.write(whole));
            assertThat(readAll()).hasSize(2);
        }
    }

    @Test
    void answerThatStopsComing_isUnavailable() {
        CountDownLatch released = new CountDownLatch(1);
        server.then(out -> {
            out.write(Arrays.copyOf(chunked(SMALL, 5), 150));
            out.flush();
            await(released);
        });
        ViewClient hasty =
                ViewClient.at(server.base()).readTimeout(Duration.ofMillis(50)).build();
        assertThat(trouble(() -> readAll(hasty))).isEqualTo(Trouble.UNAVAILABLE);
        released.countDown();
    }

    @Test
    void serviceThatIsNotThere_isUnavailable() throws IOException {
        server.close();
        assertThat(trouble(() -> client().read("q"))).isEqualTo(Trouble.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "http:/path", "relative", "http://host?x=1", "http://host#x"})
    void addressThatIsNone_isRefused(String base) {
        assertThatThrownBy(() -> ViewClient.at(URI.create(base))).isInstanceOf(RefusedException.class);
    }

    private ViewClient client() {
        return ViewClient.at(server.base()).build();
    }

    private List<String> readAll() {
        return readAll(client());
    }

    private static List<String> readAll(ViewClient client) {
        List<String> rows = new ArrayList<>();
        try (View view = client.read("q")) {
            while (view.next()) {
                rows.add(new String(view.data(), UTF_8));
            }
        }
        return rows;
    }

    private static Trouble trouble(Runnable reading) {
        ViewException error = catchThrowableOfType(ViewException.class, reading::run);
        assertThat(error).as("the reading failed").isNotNull();
        return error.trouble();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
