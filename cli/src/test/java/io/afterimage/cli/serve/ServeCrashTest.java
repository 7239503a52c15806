package io.afterimage.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.cli.serve.DrasiSender.Sending;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Drives {@code serve} over gRPC, both forms of HTTP, and Dapr, as a real Drasi does, and kills it meanwhile.
 *
 * <p>When it fails: the message has the seed. The view of a query that differs from its model has lost or doubled something.
 */
class ServeCrashTest {

    /** How many rounds a campaign has; without one, both tests are as small as they can be. */
    private static final int ROUNDS = Integer.getInteger("afterimage.campaign", 1);

    @TempDir
    private Path directory;

    /** Every request is the last one before a kill once. */
    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "sqlite"})
    void killedAfterEachRequestInTurn_losesAndDoublesNothing(String engine) throws IOException {
        long seed = System.nanoTime();
        Traffic traffic = Traffic.of(new Random(seed), ROUNDS > 1 ? 4 : 1);
        String store = engine + ":" + directory.resolve("store");
        int kills = 0;
        for (Sending sending : traffic.sendings()) {
            try (ServeProcess server = ServeProcess.start(directory, store, Traffic.CONFIG);
                    DrasiSender sender = new DrasiSender(server.http(), server.grpcPort())) {
                send(sending, sender);
                server.kill();
                kills++;
            }
        }
        assertThat(kills).isGreaterThanOrEqualTo(traffic.sendings().size());
        assertViews(store, traffic, seed);
    }

    /** Kills at random moments, in the middle of requests too; whatever got no answer is sent again. */
    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "sqlite"})
    void killedAtAnyMoment_losesAndDoublesNothing(String engine) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = System.nanoTime();
            Path place = Files.createDirectory(directory.resolve(engine + round));
            playKilling(engine + ":" + place.resolve("store"), new Random(seed), seed);
        }
    }

    private void playKilling(String store, Random random, long seed) throws IOException {
        Traffic traffic = Traffic.of(random, 12);
        List<Sending> sendings = traffic.sendings();
        int next = 0;
        while (next < sendings.size()) {
            int killAt = next + 5 + random.nextInt(60);
            try (ServeProcess server = ServeProcess.start(directory, store, Traffic.CONFIG);
                    DrasiSender sender = new DrasiSender(server.http(), server.grpcPort())) {
                while (next < Math.min(killAt, sendings.size())) {
                    send(sendings.get(next++), sender);
                }
                if (next < sendings.size()) {
                    Sending inFlight = sendings.get(next);
                    CompletableFuture<Boolean> answer = CompletableFuture.supplyAsync(() -> inFlight.to(sender));
                    for (int spin = random.nextInt(2_000_000); spin > 0; spin--) {
                        Thread.onSpinWait();
                    }
                    server.kill();
                    next += answer.join() ? 1 : 0;
                }
            }
        }
        assertViews(store, traffic, seed);
    }

    /** As Drasi does: until it is acknowledged. */
    private static void send(Sending sending, DrasiSender sender) {
        int attempts = 1;
        while (!sending.to(sender)) {
            assertThat(++attempts).as("attempts to send one request").isLessThan(100);
        }
    }

    private void assertViews(String store, Traffic traffic, long seed) throws IOException {
        try (ServeProcess server = ServeProcess.start(directory, store, Traffic.CONFIG)) {
            for (PlayedQuery query : traffic.queries()) {
                String path = "/"
                        + URLEncoder.encode(query.queryId(), StandardCharsets.UTF_8)
                                .replace("+", "%20");
                JsonNode view = ServeTester.json(ServeTester.send(
                        HttpRequest.newBuilder(URI.create(server.http() + path)).build()));
                TreeMap<String, Integer> rows = new TreeMap<>();
                view.valueStream()
                        .filter(item -> item.has("data"))
                        .forEach(item -> rows.put(
                                item.get("data").get("room").asString(),
                                item.get("data").get("temp").asInt()));
                assertThat(rows)
                        .as("rows of %s, seed %d", query.queryId(), seed)
                        .isEqualTo(query.rows());
                assertThat(view).as("each row once, seed %d", seed).hasSize(rows.size() + 1);
                assertThat(view.get(0).get("header").get("sequence").asLong())
                        .as("position of %s, seed %d", query.queryId(), seed)
                        .isEqualTo(query.lastSequence());
            }
        }
    }
}
