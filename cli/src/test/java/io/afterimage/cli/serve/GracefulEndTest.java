package io.afterimage.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.cli.serve.config.ServeConfig;
import io.afterimage.cli.serve.config.ServeConfigReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request that is being worked on when the server is told to stop, for longer than connections may be idle then. */
class GracefulEndTest {

    @TempDir
    private Path directory;

    /** Answers when it is let go, what is slow; two requests come in. */
    private static final class Slow extends Handler.Abstract {

        private final CountDownLatch inside = new CountDownLatch(2);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws InterruptedException {
            inside.countDown();
            if (request.getHttpURI().getPath().equals("/slow")) {
                released.await();
            }
            JsonAnswer.send(response, callback, 200, Map.of());
            return true;
        }
    }

    @Test
    void requestInHand_isAnswered_andIdleConnectionsEndBefore() throws Exception {
        Path file = Files.writeString(directory.resolve("serve.yaml"), "http: 127.0.0.1:0\ngrace: 10m\n");
        ServeConfig config = ServeConfigReader.read(file, Map.of());
        Slow slow = new Slow();
        HttpServer server = HttpServer.of(config, new SimpleMeterRegistry(), slow);
        InetSocketAddress at = server.start();
        try (RawConnection busy = new RawConnection(at.getPort());
                RawConnection idle = new RawConnection(at.getPort())) {
            idle.send("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n");
            busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            slow.inside.await();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::stop);
            assertThat(idle.answer()).contains("HTTP/1.1 200"); // and then its end: the idle time is over
            assertThat(stopped).isNotDone();
            slow.released.countDown();
            assertThat(busy.answer()).contains("HTTP/1.1 200");
            stopped.join();
        }
    }
}
