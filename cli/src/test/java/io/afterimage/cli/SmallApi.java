package io.afterimage.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An API on 127.0.0.1 that answers each path with the JSON it was given, and 404 for others. */
final class SmallApi implements AutoCloseable {

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Semaphore requests = new Semaphore(0);
    private final HttpServer server;

    SmallApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.release();
            String answer = answers.get(exchange.getRequestURI().getPath());
            byte[] body = (answer == null ? "{}" : answer).getBytes(UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** Answers a path from now on. */
    SmallApi answering(String path, String json) {
        answers.put(path, json.replace('\'', '"'));
        return this;
    }

    /** Waits for so many requests more, from now on. */
    void awaitRequests(int more) throws InterruptedException {
        requests.drainPermits();
        if (!requests.tryAcquire(more, 60, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody asks");
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
