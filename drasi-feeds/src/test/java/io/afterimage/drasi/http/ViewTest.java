package io.afterimage.drasi.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code GET /{queryId}}: bytes as {@code docs/formats/view.md} has them, and readers of every kind. */
class ViewTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_766_000_000_123L), ZoneOffset.UTC);
    private static final HttpOptions OPTIONS = HttpOptions.DEFAULT.clock(CLOCK);

    /** Far more than the buffers of two sockets hold. */
    private static final int MANY = 20_000;

    @TempDir
    private Path folder;

    private WatchedStore store;
    private DrasiFeed feed;

    @BeforeEach
    void open() {
        store = new WatchedStore(RocksDbLiveResultsStore.at(folder).open());
        feed = DrasiFeed.over(store).open();
    }

    @AfterEach
    void close() {
        feed.close();
        store.close();
    }

    @Test
    void view_isTheHeaderAndThenTheRows_asTheyAreStored() {
        commit(
                "tanks",
                7,
                "\"row_signature\"",
                row(-1, "{\"tank\":\"t2\",\"level\":30.0}"),
                row(5, "{ \"tank\":\"\u00fc\" }"));
        try (Serving serving = serving(OPTIONS)) {
            HttpResponse<String> view = serving.get("/tanks");
            assertThat(view.statusCode()).isEqualTo(200);
            assertThat(view.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(view.body()).isEqualTo("""
                            [{"header":{"sequence":7,"timestamp":1766000000123,"state":"running","generation":1,\
                            "configHash":"fedcba9876543210","identity":"row_signature"}}
                            ,{"data":{ "tank":"\u00fc" },"signature":"5"}
                            ,{"data":{"tank":"t2","level":30.0},"signature":"18446744073709551615"}]
                            """);
        }
    }

    @Test
    void view_beforeTheFirstRow_hasNoIdentity() {
        store.reset("tanks", 0, 41);
        try (Serving serving = serving(OPTIONS)) {
            assertThat(serving.get("/tanks").body())
                    .isEqualTo("[{\"header\":{\"sequence\":41,\"timestamp\":1766000000123,\"state\":\"running\","
                            + "\"generation\":1,\"configHash\":\"0\"}}]\n");
        }
    }

    @Test
    void view_ofARowThatStandsForSeveral_hasItAsOften() {
        byte[] three = HexFormat.of().parseHex("c101" + "00".repeat(16) + "00000003" + "7b7d");
        store.replaceAll("tanks", Position.NONE, RowSource.of(List.of(new Row(9, three))));
        try (Serving serving = serving(OPTIONS)) {
            assertThat(serving.get("/tanks").body())
                    .endsWith("}" + "\n,{\"data\":{},\"signature\":\"9\"}".repeat(3) + "]\n");
        }
    }

    @Test
    void view_ofAnUnknownQuery_isNotFound_inTheWordsOfDrasi() {
        commit("gone", 1, "\"row_signature\"");
        store.drop("gone");
        try (Serving serving = serving(OPTIONS)) {
            assertThat(serving.get("/tanks").statusCode()).isEqualTo(404);
            assertThat(serving.get("/tanks").body()).isEqualTo("View `tanks` not found");
            assertThat(serving.get("/gone").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void view_ofAnIdThatIsNoPlainWord_isFoundUnderItsEncoding() {
        commit("a/b;c=\u00fc", 1, "\"row_signature\"");
        try (Serving serving = serving(OPTIONS)) {
            assertThat(serving.get("/a%2Fb%3Bc=%C3%BC").statusCode()).isEqualTo(200);
            assertThat(serving.get("/a%2Fb;c=%C3%BC").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void view_ofAQueryThatIsNamedLikeAPage_isFoundUnderAnEncodedLetter() {
        commit("event", 1, "\"row_signature\"");
        try (Serving serving = serving(OPTIONS)) {
            assertThat(serving.get("/event").statusCode()).isEqualTo(405);
            assertThat(serving.get("/%65vent").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void view_ofThePast_isRefused() {
        commit("tanks", 1, "\"row_signature\"");
        try (Serving serving = serving(OPTIONS)) {
            assertThat(serving.get("/tanks?timestamp=1").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void query_knowsTwoMethods() {
        try (Serving serving = serving(OPTIONS)) {
            for (String method : List.of("PUT", "DELETE", "OPTIONS", "HEAD")) {
                HttpResponse<String> answer = serving.send(method, "/tanks");
                assertThat(answer.statusCode()).isEqualTo(405);
                assertThat(answer.headers().firstValue("Allow")).contains("GET, POST");
            }
        }
    }

    @Test
    void view_isOfOneMoment_whateverIsWrittenWhileItIsRead() throws Exception {
        fill("tanks");
        try (Serving serving = serving(OPTIONS);
                Socket socket = ask(serving)) {
            InputStream answer = socket.getInputStream();
            byte[] beginning = answer.readNBytes(1_000);
            store.reset("tanks", 0, 0);
            String all = new String(beginning, UTF_8) + new String(answer.readAllBytes(), UTF_8);
            JsonNode view = JsonMapper.shared().readTree(all.substring(all.indexOf("\r\n\r\n") + 4));
            assertThat(view.size()).isEqualTo(1 + MANY);
            assertThat(view.get(0).at("/header/sequence").asLong()).isEqualTo(1);
            assertThat(view.get(MANY).at("/data/level").asLong()).isEqualTo(MANY);
            store.awaitClosed();
        }
    }

    @Test
    void reader_whoGoesAway_endsTheSnapshot() throws Exception {
        fill("tanks");
        try (Serving serving = serving(OPTIONS)) {
            try (Socket socket = ask(serving)) {
                socket.getInputStream().readNBytes(1_000);
                socket.setSoLinger(true, 0);
            }
            store.awaitClosed();
            assertThat(store.rowsRead()).isLessThan(MANY);
        }
    }

    @Test
    void reader_whoTakesNothing_isCutOff_andNoMoreThanTheBuffersIsRead() throws Exception {
        fill("tanks");
        HttpLimits limits = new HttpLimits(1_000, 1_000, Duration.ofSeconds(30), 64, Duration.ofMillis(300));
        try (Serving serving = serving(OPTIONS.limits(limits));
                Socket socket = ask(serving)) {
            store.awaitClosed();
            assertThat(store.rowsRead()).isLessThan(MANY);
            assertThat(endOf(socket)).isNotEqualTo("]\n");
        }
    }

    @Test
    void reader_whoTakesNothing_isCutOffWithItsConnection() throws Exception {
        fill("tanks");
        try (Serving serving = serving(OPTIONS).idleTime(Duration.ofMillis(300));
                Socket socket = ask(serving)) {
            store.awaitClosed();
            assertThat(store.rowsRead()).isLessThan(MANY);
            assertThat(endOf(socket)).isNotEqualTo("]\n");
        }
    }

    @Test
    void views_beyondTheirNumber_areAskedToComeAgain() throws Exception {
        fill("tanks");
        HttpLimits limits = new HttpLimits(1_000, 1_000, Duration.ofSeconds(30), 1, Duration.ofMinutes(1));
        try (Serving serving = serving(OPTIONS.limits(limits))) {
            try (Socket socket = ask(serving)) {
                socket.getInputStream().readNBytes(1_000);
                HttpResponse<String> second = serving.get("/tanks");
                assertThat(second.statusCode()).isEqualTo(503);
                assertThat(second.headers().firstValue("Retry-After")).contains("1");
                socket.setSoLinger(true, 0);
            }
            store.awaitClosed();
            int status;
            do { // the place is given back after the snapshot
                status = serving.get("/unknown").statusCode();
            } while (status == 503);
            assertThat(status).isEqualTo(404);
            assertThat(serving.get("/unknown").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void view_ofAClosedStore_isToBeAskedForAgain() {
        store.close();
        try (Serving serving = serving(OPTIONS)) {
            HttpResponse<String> answer = serving.get("/tanks");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        }
    }

    @Test
    void view_withARowThatIsNoJson_breaksOff() throws IOException {
        commit("tanks", 1, "\"row_signature\"", RowMutation.upsert(1, new byte[] {1, 2}));
        try (Serving serving = serving(OPTIONS);
                Socket socket = ask(serving)) {
            assertThat(endOf(socket)).isNotEqualTo("]\n");
        }
    }

    private Serving serving(HttpOptions options) {
        return new Serving(feed, store, options);
    }

    private static Socket ask(Serving serving) throws IOException {
        Socket socket = serving.connect();
        socket.getOutputStream()
                .write("GET /tanks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
        return socket;
    }

    /** The last bytes of what still comes. */
    private static String endOf(Socket socket) throws IOException {
        byte[] rest = socket.getInputStream().readAllBytes();
        int length = Math.min(2, rest.length);
        return new String(rest, rest.length - length, length, UTF_8);
    }

    private void fill(String queryId) {
        String padding = "x".repeat(1_000);
        List<Row> rows = LongStream.rangeClosed(1, MANY)
                .mapToObj(level -> new Row(level, bytes("{\"level\":" + level + ",\"padding\":\"" + padding + "\"}")))
                .toList();
        store.replaceAll(queryId, new Position(0, 1, 0), RowSource.of(rows));
    }

    private void commit(String queryId, long sequence, String identity, RowMutation... rows) {
        store.reset(queryId, 0xfedcba9876543210L, sequence - 1);
        store.commit(ResultCommit.of(queryId, sequence, List.of(rows))
                .configHash(0xfedcba9876543210L)
                .sourcePosition("afterimage.identity", bytes(identity))
                .build());
    }

    private static RowMutation row(long signature, String json) {
        return RowMutation.upsert(signature, bytes(json));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
