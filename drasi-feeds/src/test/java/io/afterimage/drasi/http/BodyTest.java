package io.afterimage.drasi.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.RefusedException;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.QuerySettings;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that are too long, too slow or too many, and what becomes of the others meanwhile. */
class BodyTest {

    private static final String EVENT =
            "{\"kind\":\"change\",\"queryId\":\"tanks\",\"sequence\":1,\"addedResults\":[],\"padding\":\"\"}";

    private final InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();
    private final DrasiFeed feed = DrasiFeed.over(store)
            .query(QuerySettings.of("tanks"))
            .withoutTimer()
            .open();
    private volatile Instant now = Instant.EPOCH;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final Clock clock = new MovedClock();

    @AfterEach
    void close() {
        feed.close();
        store.close();
    }

    @Test
    void body_upToItsLimit_isRead_andALongerOneIsTooLarge() {
        try (Serving serving = serving(300, 300)) {
            assertThat(serving.post("/event", padded(300)).statusCode()).isEqualTo(200);
            assertThat(serving.post("/event", padded(301)).statusCode()).isEqualTo(413);
        }
    }

    @Test
    void body_ofUnknownLength_isHeldToTheSameLimit() {
        try (Serving serving = serving(20_000, 20_000)) {
            assertThat(chunked(serving, padded(20_000))).isEqualTo(200);
            assertThat(chunked(serving, padded(20_001))).isEqualTo(413);
            assertThat(chunked(serving, padded(2_000_000))).isEqualTo(413);
        }
    }

    private static int chunked(Serving serving, String body) {
        return serving.send(serving.request("/event")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body))))
                .statusCode();
    }

    @Test
    void body_isToBeSentAgain_whileOthersTakeTheRoom() throws IOException {
        try (Serving serving = serving(20_000, 20_000)) {
            Socket other = holdRoom(serving);
            assertThat(probe(serving)).isEqualTo(503);
            other.close();
            int found;
            do {
                found = probe(serving);
                assertThat(found).isIn(200, 503);
            } while (found != 200); // until the server has seen that the other connection is gone
        }
    }

    /** A connection that holds most of the room; begun again where a probe had the room when its body came. */
    private static Socket holdRoom(Serving serving) throws IOException {
        Socket other = serving.connect();
        begin(other, 20_000, 18_000);
        while (probe(serving) != 503) {
            if (other.getInputStream().available() > 0) {
                other.close();
                other = serving.connect();
                begin(other, 20_000, 18_000);
            }
        }
        return other;
    }

    private static int probe(Serving serving) {
        return serving.post("/event", padded(9_000)).statusCode();
    }

    @Test
    void body_thatComesTooSlowly_isGivenUp() throws Exception {
        try (Serving serving = serving(1_000, 1_000);
                Socket socket = serving.connect()) {
            begin(socket, 1_000, 10);
            asked.await();
            now = now.plusSeconds(31);
            socket.getOutputStream().write(' ');
            assertThat(answerTo(socket)).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void body_thatStopsComing_isGivenUpWithItsConnection() throws IOException {
        try (Serving serving = serving(1_000, 1_000).idleTime(Duration.ofMillis(300));
                Socket socket = serving.connect()) {
            begin(socket, 1_000, 10);
            assertThat(answerTo(socket)).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void slowBodies_holdNoThreads() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (Serving serving = serving(1_000, 1_000_000)) {
            for (int i = 0; i < 300; i++) { // more than the server has threads
                slow.add(serving.connect());
                begin(slow.get(i), 1_000, 10);
            }
            assertThat(serving.post("/event", EVENT).statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void limits_thatAdmitNothing_areRefused() {
        Duration time = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new HttpLimits(0, 1, time, 1, time)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> new HttpLimits(2, 1, time, 1, time)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> new HttpLimits(1, 1, time, 0, time)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> HttpOptions.DEFAULT.batchPath("batch")).isInstanceOf(RefusedException.class);
    }

    private Serving serving(int maxBodyBytes, long maxBodiesBytes) {
        HttpLimits limits =
                new HttpLimits(maxBodyBytes, maxBodiesBytes, Duration.ofSeconds(30), 1, Duration.ofSeconds(30));
        return new Serving(feed, store, HttpOptions.DEFAULT.limits(limits).clock(clock));
    }

    private static String padded(int length) {
        return EVENT.replace("\"\"", "\"" + "x".repeat(length - EVENT.length()) + "\"");
    }

    /** Announces a body and sends its first bytes. */
    private static void begin(Socket socket, int announced, int sent) throws IOException {
        String head = "POST /event HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + announced + "\r\n\r\n";
        socket.getOutputStream().write((head + " ".repeat(sent)).getBytes(US_ASCII));
    }

    private static String answerTo(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }

    private final class MovedClock extends Clock {

        @Override
        public Instant instant() {
            Instant told = now;
            asked.countDown();
            return told;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
