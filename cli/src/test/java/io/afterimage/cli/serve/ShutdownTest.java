package io.afterimage.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.Verification;
import io.afterimage.cli.ExitCode;
import io.afterimage.cli.Stores;
import io.afterimage.cli.serve.DrasiSender.Sending;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a server ends: what it acknowledged is in the store, whatever was on its way at that moment. */
class ShutdownTest {

    private static final int EMISSIONS = 100_000;
    private static final int ACKNOWLEDGED_BEFORE = 20;

    @TempDir
    private Path directory;

    /** A client that streams one emission a request, until it is not acknowledged. */
    private record Stream(String queryId, Function<SentDiff, Sending> wire) {

        /** Gives the last emission that was acknowledged. */
        long run(DrasiSender sender, CountDownLatch underWay) {
            long acknowledged = 0;
            while (acknowledged < EMISSIONS) {
                int next = (int) acknowledged + 1;
                SentDiff diff = new SentDiff(queryId, next, 1, "r1", next == 1 ? null : next - 1, next);
                if (!wire.apply(diff).to(sender)) {
                    return acknowledged;
                }
                acknowledged++;
                if (acknowledged == ACKNOWLEDGED_BEFORE) {
                    underWay.countDown();
                }
            }
            return acknowledged;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rocksdb", "sqlite"})
    void sigterm_losesNothingThatWasAcknowledged_andTakesNothingMore(String engine) throws Exception {
        List<Stream> streams = List.of(
                new Stream("by-http", DrasiSender::change),
                new Stream("by-batch", diff -> DrasiSender.batch(List.of(diff))),
                new Stream("by-dapr", diff -> DrasiSender.event(List.of(diff))),
                new Stream("by-grpc", diff -> DrasiSender.items(List.of(diff))));
        String store = engine + ":" + directory.resolve("store");
        CountDownLatch underWay = new CountDownLatch(streams.size());
        List<Long> acknowledged = new ArrayList<>();
        try (ServeProcess server = ServeProcess.start(directory, store, Traffic.CONFIG);
                DrasiSender sender = new DrasiSender(server.http(), server.grpcPort())) {
            List<CompletableFuture<Long>> runs = streams.stream()
                    .map(stream -> CompletableFuture.supplyAsync(
                            () -> stream.run(sender, underWay), task -> new Thread(task, stream.queryId()).start()))
                    .toList();
            underWay.await();
            server.terminate();
            assertThat(server.awaitEnd()).as(server.log()).isEqualTo(ExitCode.DONE);
            runs.forEach(run -> acknowledged.add(run.join()));
        }
        Stores stores = Stores.onAllEngines();
        try (LiveResultsStore reader = stores.openReader(stores.parse(store))) {
            for (int i = 0; i < streams.size(); i++) {
                assertThat(reader.position(streams.get(i).queryId()).sequence())
                        .as("%s: all that was acknowledged, and at most the one that was on its way", streams.get(i))
                        .isBetween(acknowledged.get(i), acknowledged.get(i) + 1);
            }
            assertThat(reader.verifyAll()).allMatch(Verification::passed);
        }
    }

    @Test
    void secondSignal_endsAtOnce() throws Exception {
        String store = "sqlite:" + directory.resolve("store");
        try (ServeProcess server = ServeProcess.start(directory, store, "grace: 10m\n" + Traffic.CONFIG);
                RawConnection unfinished = new RawConnection(server.httpPort())) {
            unfinished.send(String.join(
                    "\r\n",
                    "POST /batch HTTP/1.1",
                    "Host: x",
                    "Content-Type: application/json",
                    "Content-Length: 8000000",
                    "",
                    ""));
            server.terminate();
            while (accepts(server)) { // until the first signal has been heard
                unfinished.send(" ");
            }
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                while (server.alive()) { // keeps the server busy
                    unfinished.trySend(" ");
                }
            });
            server.terminate();
            assertThat(server.awaitEnd()).isEqualTo(128 + 15);
            sending.join();
        }
        assertThat(verified(store)).isTrue();
    }

    private static boolean accepts(ServeProcess server) throws IOException {
        try (RawConnection connection = new RawConnection(server.httpPort())) {
            return connection
                    .send("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    .answer()
                    .contains("200");
        } catch (ConnectException refused) {
            return false;
        }
    }

    @Test
    void sigtermRightAfterTheStart_endsInOrder() throws Exception {
        String store = "rocksdb:" + directory.resolve("store");
        try (ServeProcess server = ServeProcess.start(directory, store, Traffic.CONFIG)) {
            server.terminate();
            assertThat(server.awaitEnd()).as(server.log()).isEqualTo(ExitCode.DONE);
        }
        assertThat(verified(store)).isTrue();
    }

    private static boolean verified(String store) {
        Stores stores = Stores.onAllEngines();
        try (LiveResultsStore reader = stores.openReader(stores.parse(store))) {
            return reader.verifyAll().stream().allMatch(Verification::passed);
        }
    }
}
