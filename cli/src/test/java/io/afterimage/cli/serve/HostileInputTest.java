package io.afterimage.cli.serve;

import static io.afterimage.cli.serve.ServeTester.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.Verification;
import io.afterimage.cli.Stores;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server answers to those who mean harm. It is one process for all tests: after each of them it is alive and serves a
 * client that behaves, and at the end the store is whole and has that client's emissions and no other row.
 */
class HostileInputTest {

    private static final String CONFIG = """
            http: 127.0.0.1:0
            grpc: 127.0.0.1:0
            queries: [{id: hot-rooms, keyColumns: [room]}, {id: cold-rooms, keyColumns: [room]}]
            limits: {bodyBytes: 64KiB, headerBytes: 8KiB, requestTime: 1s, threads: 8}
            health: {freeDiskBytes: 0}
            """;
    private static final String HEAD = "Host: localhost\r\nAuthorization: Bearer " + ServeTester.FEED + "\r\n";
    private static final String JSON = HEAD + "Content-Type: application/json\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");

    @TempDir
    private static Path directory;

    private static ServeProcess server;
    private static long sequence;

    @BeforeAll
    static void startServer() throws IOException {
        server = ServeProcess.start(directory, store(), CONFIG + ServeTester.TOKENS);
    }

    private static String store() {
        return "rocksdb:" + directory.resolve("store");
    }

    @AfterEach
    void isAlive_andServesWhoeverBehaves() {
        behave();
        assertThat(server.alive()).isTrue();
    }

    @AfterAll
    static void storeIsWhole_andHasNothingElse() {
        try (ServeProcess ending = server) {
            ending.terminate();
            assertThat(ending.awaitEnd()).as(ending.log()).isZero();
        }
        assertThat(server.log()).doesNotContain(ServeTester.FEED).doesNotContain(ServeTester.READ);
        Stores stores = Stores.onAllEngines();
        try (LiveResultsStore reader = stores.openReader(stores.parse(store()))) {
            assertThat(reader.verifyAll()).allMatch(Verification::passed);
            assertThat(reader.position("hot-rooms").sequence()).isEqualTo(sequence);
            assertThat(reader.rowCount("hot-rooms")).isEqualTo(1);
            assertThat(reader.rowCount("cold-rooms")).isZero();
        }
    }

    /** One emission of the client that behaves, acknowledged. */
    private static void behave() {
        sequence++;
        SentDiff diff =
                new SentDiff("hot-rooms", sequence, 1, "r1", sequence == 1 ? null : (int) sequence - 1, (int) sequence);
        assertThat(post("/changes/hot-rooms", JsonMapper.shared().writeValueAsString(diff.asJson()), "application/json")
                        .statusCode())
                .isEqualTo(200);
    }

    private static HttpResponse<String> post(String path, String body, String contentType) {
        return ServeTester.send(HttpRequest.newBuilder(server.http(path))
                .headers(bearer(ServeTester.FEED))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static String raw(String request) throws IOException {
        try (RawConnection connection = new RawConnection(server.httpPort())) {
            return connection.send(request).halfClose().answer();
        }
    }

    private static List<Integer> statuses(String answer) {
        return STATUS.matcher(answer)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    @Test
    void oversizedBody_announced_is413_unread() throws IOException {
        assertThat(statuses(
                        raw("POST /changes/cold-rooms HTTP/1.1\r\n" + JSON + "Content-Length: 9999999999\r\n\r\n{")))
                .containsExactly(413);
    }

    @Test
    void oversizedBody_inChunks_is413() throws IOException {
        try (RawConnection connection = new RawConnection(server.httpPort())) {
            connection.send("POST /batch HTTP/1.1\r\n" + JSON + "Transfer-Encoding: chunked\r\n\r\n");
            String chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";
            int sent = 0;
            while (connection.trySend(chunk) && sent < 10_000) {
                sent++;
            }
            assertThat(sent).isLessThan(10_000);
            assertThat(statuses(connection.answer())).containsExactly(413);
        }
    }

    @ParameterizedTest
    @CsvSource({"'[', 30000", "'{\"a\":', 10000"})
    void deepJson_is400(String level, int levels) {
        assertThat(post("/changes/cold-rooms", level.repeat(levels), "application/json")
                        .statusCode())
                .isEqualTo(400);
        String diff =
                "{\"operation\":\"ADD\",\"queryId\":\"cold-rooms\",\"sequenceId\":1,\"metadata\":{\"result_count\":1},"
                        + "\"after\":{\"room\":" + level.repeat(levels);
        assertThat(post("/changes/cold-rooms", diff, "application/json").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"queryId\":\"cold-rooms\"}",
                "{\"queryId\":\"cold-rooms\",\"sequenceId\":-1,\"operation\":\"ADD\",\"after\":{\"room\":1}}",
                "{\"queryId\":\"cold-rooms\",\"sequenceId\":1e400,\"operation\":\"ADD\",\"after\":{\"room\":1}}",
                "{\"queryId\":\"cold-rooms\",\"sequenceId\":1,\"operation\":\"DROP\"}",
                "{\"queryId\":\"cold-rooms\",\"sequenceId\":1,\"operation\":\"ADD\",\"after\":{\"roof\":1},"
                        + "\"metadata\":{\"result_count\":1}}",
                "{\"queryId\":\"hot-rooms\",\"sequenceId\":1,\"operation\":\"ADD\",\"after\":{\"room\":1}}",
                "\u0000\u0001\u0002",
            })
    void bodiesThatAreNoDiff_are400(String body) {
        assertThat(post("/changes/cold-rooms", body, "application/json").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "x"})
    void wrongContentType_is415(String type) {
        assertThat(post("/changes/cold-rooms", "{}", type).statusCode()).isEqualTo(415);
    }

    @Test
    void wrongToken_is401_beforeTheBodyIsRead() throws IOException {
        String answer = raw("POST /changes/cold-rooms HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\n"
                + "Content-Type: application/json\r\nContent-Length: 100000000\r\n\r\n{");
        assertThat(statuses(answer)).containsExactly(401);
        assertThat(answer).contains("WWW-Authenticate: Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/../hot-rooms",
                "/%2e%2e",
                "/%2e%2e%2fhot-rooms",
                "/..%5c..%5chot-rooms",
                "/hot-rooms%00",
                "/%00afterimage.health",
                "/%00afterimage.checkpoints",
                "/hot-rooms;x=1",
                "/hot-rooms/",
                "//hot-rooms",
                "/hot-rooms/../hot-rooms",
                "/changes/hot-rooms",
                "/%",
                "/%zz",
                "/%ff",
                "/%c0%ae",
                "/hot-rooms?x=1",
                "/hot%252drooms",
            })
    void pathTricks_readNoOtherQuery(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + ServeTester.READ
                + "\r\nConnection: close\r\n\r\n");
        assertThat(statuses(answer)).hasSize(1).first().isIn(400, 403, 404, 405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/changes/..%2fcold-rooms",
                "/changes/%00afterimage.health",
                "/changes/cold-rooms%2f",
                "/changes//cold-rooms",
                "/changes/cold-rooms;v=1",
                "/changes/%2563old-rooms",
                "/changes/hot-rooms"
            })
    void pathTricks_feedNoOtherQuery(String path) throws IOException {
        String body = JsonMapper.shared().writeValueAsString(new SentDiff("cold-rooms", 1, 1, "r1", null, 1).asJson());
        assertThat(statuses(raw("POST " + path + " HTTP/1.1\r\n" + JSON + "Connection: close\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)))
                .containsExactly(400);
    }

    @Test
    void idsOfAfterimagesOwn_cannotBeFed() throws IOException {
        String id = "\0afterimage.health";
        Map<String, Object> diff = new SentDiff(id, 1, 1, "r1", null, 1).asJson();
        HttpResponse<String> answer = post(
                "/batch", JsonMapper.shared().writeValueAsString(Map.of("batch", List.of(diff))), "application/json");
        assertThat(answer.statusCode()).isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
                "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}\r\nGET / HTTP/1.1\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Content-Length : 2\r\n\r\n{}",
                "Content-Length: +2\r\n\r\n{}",
                "Content-Length: 2, 2\r\n\r\n{}GET / HTTP/1.1\r\n\r\n",
                "X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
                "X\u0000: a\r\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n",
                "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n{}\r\n",
            })
    void smuggling_isOneBadRequest_andTheConnectionEnds(String rest) throws IOException {
        assertThat(statuses(raw("POST /changes/cold-rooms HTTP/1.1\r\n" + JSON + rest)))
                .hasSizeLessThanOrEqualTo(1)
                .allMatch(status -> status == 400 || status == 501);
    }

    @Test
    void oldHttp_isAnswered_andTheConnectionEnds() throws IOException {
        assertThat(statuses(raw("GET /health/live HTTP/1.0\r\n\r\n"))).containsExactly(200);
        assertThat(statuses(raw("GET /health/live\r\n\r\n")))
                .hasSizeLessThanOrEqualTo(1)
                .doesNotContain(200);
        assertThat(statuses(raw("GET /health/live HTTP/3.7\r\n\r\n"))).containsExactly(505);
    }

    @Test
    void longHead_is431() throws IOException {
        assertThat(statuses(raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\n\r\n")))
                .containsExactly(431);
        assertThat(statuses(raw("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")))
                .containsExactly(414);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "\r\n\r\n\r\n",
                "\u0000\u0000"
            })
    void otherProtocols_areTurnedAway(String bytes) throws IOException {
        assertThat(statuses(raw(bytes))).allMatch(status -> status >= 400 && status < 600);
        try (RawConnection grpc = new RawConnection(server.grpcPort())) {
            grpc.send(bytes + "GET / HTTP/1.1\r\n\r\n").halfClose().answer();
        }
    }

    @ParameterizedTest
    @CsvSource({"TRACE, /", "OPTIONS, *", "CONNECT, localhost:1", "PUT, /hot-rooms", "DELETE, /hot-rooms", "BREW, /x"})
    void otherMethods_areTurnedAway(String method, String target) throws IOException {
        String answer = raw(method + " " + target + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + ServeTester.ADMIN
                + "\r\nConnection: close\r\n\r\n");
        assertThat(statuses(answer)).hasSize(1).first().isIn(400, 404, 405, 501);
    }

    @Test
    void halfClosedAfterTheRequest_isAnswered() throws IOException {
        assertThat(statuses(raw("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")))
                .containsExactly(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\nX: ",
                "POST /changes/cold-rooms HTTP/1.1\r\n" + JSON + "Content-Length: 50000\r\n\r\n",
                "POST /batch HTTP/1.1\r\n" + JSON + "Transfer-Encoding: chunked\r\n\r\nffff\r\n"
            })
    void slowSenders_areCutOff_whileOthersAreServed(String beginning) throws IOException {
        try (RawConnection slow = new RawConnection(server.httpPort())) {
            slow.send(beginning);
            while (slow.trySend(" ")) { // a byte now and then: whenever another client has been answered
                behave();
            }
            assertThat(statuses(slow.answer())).doesNotContain(200);
        }
    }

    @Test
    void thousandConnections_leaveRoomForWhoeverBehaves() throws IOException {
        List<RawConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                RawConnection connection = new RawConnection(server.httpPort());
                connections.add(connection);
                connection.send(i % 2 == 0 ? "POST /batch HTTP/1.1\r\n" + JSON + "Content-Length: 9\r\n\r\n{" : "");
                if (i % 100 == 99) {
                    behave();
                }
                if (i % 3 == 0) {
                    connection.halfClose();
                }
            }
            behave();
        } finally {
            for (RawConnection connection : connections) {
                connection.close();
            }
        }
    }

    @Test
    void thousandConnections_overGrpc_leaveRoomForWhoeverBehaves() throws IOException {
        List<RawConnection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                connections.add(new RawConnection(server.grpcPort()));
            }
            behave();
        } finally {
            for (RawConnection connection : connections) {
                connection.close();
            }
        }
    }
}
