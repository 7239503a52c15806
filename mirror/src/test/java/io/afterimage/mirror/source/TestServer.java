package io.afterimage.mirror.source;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A real HTTP server on a loopback socket that answers as it is told. Thread-safe. */
public final class TestServer implements AutoCloseable {

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // or each answer waits for the client's delayed ACK
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicLong bytesSent = new AtomicLong();

    private volatile Answering answering = request -> Reply.status(404);

    /** What is asked. */
    public record Request(URI uri, Headers headers) {

        /** A parameter, null if it is not there. */
        public @Nullable String parameter(String name) {
            Map<String, String> parameters = new HashMap<>();
            String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
            for (String pair : query.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                parameters.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
            }
            return parameters.get(name);
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }

        /** A whole number that is a parameter. */
        public int number(String name, int otherwise) {
            String text = parameter(name);
            return text == null ? otherwise : Integer.parseInt(text);
        }
    }

    /** How a body ends. */
    enum Ending {
        WHOLE,
        /** After what is there, though more was announced. */
        CUT,
        /** The same again and again, for 1 GB. */
        REPEATED_TO_A_GIGABYTE,
        /** What is there, and then nothing, until the client goes. */
        NEVER
    }

    /** What is answered. */
    public record Reply(int status, Map<String, String> headers, byte[] body, Ending ending) {

        static Reply status(int status, String... headers) {
            return new Reply(status, headers(headers), new byte[0], Ending.WHOLE);
        }

        /** JSON. */
        public static Reply json(String body, String... headers) {
            return new Reply(200, headers(headers), body.getBytes(StandardCharsets.UTF_8), Ending.WHOLE);
        }

        Reply ending(Ending other) {
            return new Reply(status, headers, body, other);
        }

        private static Map<String, String> headers(String... namesAndValues) {
            Map<String, String> headers = new HashMap<>();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                headers.put(namesAndValues[i], namesAndValues[i + 1]);
            }
            return headers;
        }
    }

    /** Says what is answered. */
    public interface Answering {
        /** Answers. */
        Reply answer(Request request);
    }

    /** Starts it. */
    public TestServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Says how it answers from now on. */
    public void answer(Answering answering) {
        this.answering = answering;
    }

    /** Answers one after the other, and the last one for ever. */
    void answerInTurn(Reply... replies) {
        int before = requests.size();
        answer(request -> replies[Math.min(requests.size() - before, replies.length) - 1]);
    }

    /** An address on it. */
    public URI uri(String path) {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + path);
    }

    /** What was asked so far. */
    public List<Request> requests() {
        return requests;
    }

    long bytesSent() {
        return bytesSent.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = new Request(exchange.getRequestURI(), exchange.getRequestHeaders());
        requests.add(request);
        Reply reply = answering.answer(request);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        try (exchange) {
            send(exchange, reply);
        } catch (IOException clientHasGone) {
            bytesSent.addAndGet(0);
        }
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        boolean noBody = reply.status() == 304;
        long announced = switch (reply.ending()) {
            case WHOLE -> noBody || reply.body().length == 0 ? -1 : reply.body().length;
            case CUT -> reply.body().length + 100;
            case REPEATED_TO_A_GIGABYTE, NEVER -> 0;
        };
        exchange.sendResponseHeaders(reply.status(), announced);
        if (announced < 0) {
            return;
        }
        OutputStream out = exchange.getResponseBody();
        long times = reply.ending() == Ending.REPEATED_TO_A_GIGABYTE ? (1L << 30) / reply.body().length : 1;
        for (long i = 0; i < times; i++) {
            out.write(reply.body());
            bytesSent.addAndGet(reply.body().length);
        }
        out.flush();
        if (reply.ending() == Ending.NEVER) {
            awaitEndOfServer();
        }
        if (reply.ending() == Ending.WHOLE) {
            out.close();
        }
    }

    private void awaitEndOfServer() {
        try {
            threads.awaitTermination(1, TimeUnit.DAYS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }
}
