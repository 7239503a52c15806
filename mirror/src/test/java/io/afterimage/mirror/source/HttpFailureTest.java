package io.afterimage.mirror.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.mirror.source.TestServer.Ending;
import io.afterimage.mirror.source.TestServer.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server can do to whoever asks it, and how that ends. */
class HttpFailureTest {

    private static final Reply ONE_ITEM = Reply.json("{\"items\": [{\"id\": 1}], \"next\": \"c1\", \"more\": false}");
    private static final String SECRET = "sesame-4711";

    private final TestTime time = new TestTime();
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpJsonSourceBuilder feed() {
        return HttpJsonSource.feed("api", "things", server.uri("/feed?kind=all"))
                .itemsAt("/items")
                .paging(Paging.cursorInBody("after", "/next").hasMoreAt("/more"))
                .time(time)
                .random(new Random(1))
                .requestTimeout(Duration.ofSeconds(20));
    }

    private Pulled pull() throws InterruptedException {
        return feed().build().pull(null);
    }

    private void assertRetried(Reply... failures) throws InterruptedException {
        Reply[] replies = Arrays.copyOf(failures, failures.length + 1);
        replies[failures.length] = ONE_ITEM;
        server.answerInTurn(replies);
        assertThat(pull().deltas()).hasSize(1);
        assertThat(server.requests()).hasSize(failures.length + 1);
        assertThat(time.pauses()).hasSize(failures.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void failureThatMayPass_isTriedAgain_afterGrowingPauses(int status) throws InterruptedException {
        assertRetried(Reply.status(status), Reply.status(status), Reply.status(status));
        assertThat(time.pauses().get(2)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
    }

    @Test
    void retryAfter_inSeconds_isHonoured() throws InterruptedException {
        assertRetried(Reply.status(429, "Retry-After", "17"));
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(17));
    }

    @Test
    void retryAfter_asADate_isHonoured() throws InterruptedException {
        Instant moment = TestTime.START.plusSeconds(90);
        assertRetried(Reply.status(
                503, "Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(moment.atOffset(ZoneOffset.UTC))));
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(90));
    }

    @Test
    void retryAfter_thatIsTooLong_endsAtOnce_andSaysWhen() {
        server.answerInTurn(Reply.status(429, "Retry-After", "86400"));
        SourceUnavailableException error = catchThrowableOfType(SourceUnavailableException.class, this::pull);
        assertThat(error.retryAfter()).contains(Duration.ofDays(1));
        assertThat(time.pauses()).isEmpty();
    }

    @Test
    void serverThatStaysDown_isUnavailable_afterTheAttempts() {
        server.answerInTurn(Reply.status(500));
        assertThatThrownBy(this::pull)
                .isInstanceOf(SourceUnavailableException.class)
                .hasMessageContaining("Attempts: 6")
                .hasMessageContaining("status 500");
        assertThat(server.requests()).hasSize(6);
    }

    @Test
    void nobodyListening_isUnavailable() {
        server.close();
        assertThatThrownBy(this::pull).isInstanceOf(SourceUnavailableException.class);
        assertThat(time.pauses()).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 204})
    void refusal_isNotTriedAgain(int status) {
        server.answerInTurn(Reply.status(status));
        assertThatThrownBy(this::pull)
                .isInstanceOf(SourceRefusedException.class)
                .hasMessageContaining("status " + status);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void forgottenPosition_isAStaleCursor() {
        server.answerInTurn(Reply.status(410));
        assertThatThrownBy(this::pull).isInstanceOf(StaleCursorException.class);
    }

    @Test
    void bodyThatIsCut_isTriedAgain() throws InterruptedException {
        assertRetried(ONE_ITEM.ending(Ending.CUT), Reply.json("{\"items\": [{\"id\""), Reply.json(""));
    }

    @Test
    void compressedBody_isRead_andOneThatIsCut_isTriedAgain() throws Exception {
        byte[] whole = gzip(ONE_ITEM.body());
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        Map<String, String> headers = Map.of("Content-Encoding", "gzip");
        server.answerInTurn(new Reply(200, headers, cut, Ending.WHOLE), new Reply(200, headers, whole, Ending.WHOLE));
        assertThat(pull().deltas()).hasSize(1);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void bodyThatIsAlwaysCut_isUnavailable() {
        server.answerInTurn(ONE_ITEM.ending(Ending.CUT));
        assertThatThrownBy(this::pull).isInstanceOf(SourceUnavailableException.class);
        assertThat(server.requests()).hasSize(6);
    }

    @Test
    void bodyOfAGigabyte_endsEarly_asAnError() {
        server.answer(request -> Reply.json("[" + "1,".repeat(32 << 10)).ending(Ending.REPEATED_TO_A_GIGABYTE));
        assertThatThrownBy(() -> feed().maxBodyBytes(1 << 20).build().pull(null))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("at most 1048576 bytes");
        assertThat(server.requests()).hasSize(1);
        assertThat(server.bytesSent()).isLessThan(64 << 20);
    }

    @Test
    void gigabyteThatIsCompressed_endsEarly_asAnError() throws IOException {
        byte[] megabyte = gzip(" ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        for (int i = 0; i < 1 << 10; i++) {
            bomb.writeBytes(megabyte);
        }
        server.answerInTurn(new Reply(200, Map.of("Content-Encoding", "gzip"), bomb.toByteArray(), Ending.WHOLE));
        assertThatThrownBy(() -> feed().maxBodyBytes(4 << 20).build().pull(null))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("at most 4194304 bytes");
    }

    @Test
    void bodyThatNeverEnds_runsIntoTheTimeout() {
        server.answer(request -> ONE_ITEM.ending(Ending.NEVER));
        RetryPolicy once = new RetryPolicy(1, Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);
        assertThatThrownBy(() -> feed().requestTimeout(Duration.ofMillis(300))
                        .retry(once)
                        .build()
                        .pull(null))
                .isInstanceOf(SourceUnavailableException.class)
                .hasMessageContaining("no whole answer");
    }

    @Test
    void redirects_areFollowed() throws InterruptedException {
        server.answer(request ->
                request.uri().getPath().equals("/feed") ? Reply.status(302, "Location", "/moved?x=1") : ONE_ITEM);
        assertThat(pull().deltas()).hasSize(1);
    }

    @Test
    void redirectsThatGoRound_end() {
        server.answer(
                request -> Reply.status(307, "Location", request.uri().getPath().equals("/feed") ? "/other" : "/feed"));
        assertThatThrownBy(this::pull)
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("The redirects have no end.");
        assertThat(server.requests()).hasSize(6);
    }

    @Test
    void redirectToNowhere_isAnError() {
        for (String target : new String[] {"ftp://127.0.0.1/x", "", "http://", "::", "http://user:word@127.0.0.1/"}) {
            server.answerInTurn(Reply.status(302, "Location", target));
            assertThatThrownBy(this::pull).isInstanceOf(SourceContentException.class);
        }
    }

    @Test
    void redirectElsewhere_doesNotTakeCredentialsAlong() throws Exception {
        try (TestServer other = new TestServer()) {
            other.answer(request -> ONE_ITEM);
            server.answer(
                    request -> Reply.status(302, "Location", other.uri("/feed").toString()));
            withSecrets().build().pull(null);

            assertThat(server.requests().get(0).headers().getFirst("Authorization"))
                    .isEqualTo("Bearer " + SECRET);
            assertThat(server.requests().get(0).parameter("key")).isEqualTo(SECRET);
            assertThat(other.requests().get(0).headers()).doesNotContainKeys("Authorization", "X-key");
            assertThat(other.requests().get(0).uri().toString()).doesNotContain(SECRET);
        }
    }

    private HttpJsonSourceBuilder withSecrets() {
        return feed().bearer(() -> SECRET).secretHeader("X-Key", () -> SECRET).secretParameter("key", () -> SECRET);
    }

    @Test
    void errors_holdNoCredential() {
        for (Reply reply : new Reply[] {
            Reply.status(500),
            Reply.status(401),
            Reply.status(302, "Location", "/feed"),
            Reply.json("<html>"),
            Reply.json("{\"items\": 3}"),
            Reply.json("{\"items\": [{}]}"),
            Reply.json("{\"items\": [], \"more\": 3}"),
            ONE_ITEM.ending(Ending.CUT)
        }) {
            server.answerInTurn(reply);
            SourceException error = catchThrowableOfType(
                    SourceException.class, () -> withSecrets().build().pull(null));
            for (Throwable cause = error; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain(SECRET);
            }
        }
    }

    @Test
    void cursorThatHoldsACredential_isNotStored() {
        server.answerInTurn(Reply.json("{\"items\": [{\"id\": 1}], \"next\": \"" + SECRET + "\", \"more\": true}"));
        assertThatThrownBy(() -> withSecrets().build().pull(null))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("cannot be stored")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void rateLimit_isKept() throws InterruptedException {
        server.answer(request -> ONE_ITEM);
        HttpJsonSource source = feed().rateLimit(new RateLimit(2, 3)).build();
        for (int i = 0; i < 7; i++) {
            source.pull(null);
        }
        assertThat(time.nanoTime()).isBetween(2_000_000_000L, 2_000_000_010L); // 3 at once, then 4 in 2 seconds
    }

    @Test
    void rateLimit_countsRedirectsToo() throws InterruptedException {
        server.answer(request ->
                request.uri().getPath().equals("/feed") ? Reply.status(302, "Location", "/moved") : ONE_ITEM);
        feed().rateLimit(new RateLimit(1, 1)).build().pull(null);
        assertThat(time.pauses()).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void interruptedWait_ends() {
        server.answerInTurn(Reply.status(500));
        Thread.currentThread().interrupt();
        assertThatThrownBy(this::pull).isInstanceOf(InterruptedException.class);
    }

    @Test
    void answerThatIsNoJson_isAnError_andNotTriedAgain() {
        server.answerInTurn(Reply.json("<html>busy</html>"));
        assertThatThrownBy(this::pull)
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("no JSON")
                .hasMessageNotContaining("busy");
        assertThat(server.requests()).hasSize(1);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
