package io.afterimage.drasi.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.afterimage.LiveResultsStore;
import io.afterimage.drasi.DrasiFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The handlers behind a real socket, and real clients of it. */
final class Serving implements AutoCloseable {

    private static final String JSON = "application/json";

    private final Server server = new Server();
    private final ServerConnector connector;
    private final HttpClient client = HttpClient.newHttpClient();

    Serving(DrasiFeed feed, LiveResultsStore store, HttpOptions options) {
        HttpConfiguration configuration = new HttpConfiguration();
        DrasiHttp.takeQueryIds(configuration);
        connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(DrasiHttp.handlers(feed, store, options));
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not start", e);
        }
    }

    /** Ends connections on which nothing has moved for a time. */
    Serving idleTime(Duration time) {
        connector.setIdleTimeout(time.toMillis());
        return this;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String body) {
        return post(path, JSON, body);
    }

    HttpResponse<String> post(String path, String contentType, String body) {
        return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(String method, String path) {
        return send(request(path).method(method, BodyPublishers.noBody()));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path));
    }

    /** Sends it once more where the first try met a kept connection that the server had just ended, as senders do. */
    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return sendTwice(request.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private HttpResponse<String> sendTwice(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException first) {
            try {
                return client.send(request, BodyHandlers.ofString());
            } catch (IOException second) {
                second.addSuppressed(first);
                throw second;
            }
        }
    }

    /** A connection for requests that no client library makes. */
    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
    }

    /** The first line of the answer to a request line as it stands, with its method, path and version. */
    String statusLineOf(String requestLine) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write((requestLine + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return answer.substring(0, Math.max(0, answer.indexOf('\r')));
        }
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        }
    }
}
