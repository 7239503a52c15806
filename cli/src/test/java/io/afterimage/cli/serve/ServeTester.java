package io.afterimage.cli.serve;

import io.afterimage.cli.Stores;
import io.afterimage.cli.serve.config.ServeConfigReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server in this process, and a client of it. Not thread-safe; one thread at a time. */
final class ServeTester implements AutoCloseable {

    static final String FEED = "feed-0123456789abcdef";
    static final String READ = "read-0123456789abcdef";
    static final String ADMIN = "admin-0123456789abcdef";
    static final Map<String, String> ENVIRONMENT = Map.of("SERVE_FEED", FEED, "SERVE_READ", READ, "SERVE_ADMIN", ADMIN);

    static final String TOKENS = """
            access:
              tokens:
                - {name: feeder, secret: env:SERVE_FEED, rights: [feed], queries: [hot-rooms, cold-rooms]}
                - {name: reader, secret: env:SERVE_READ, rights: [read], queries: [hot-rooms]}
                - {name: admin, secret: env:SERVE_ADMIN, rights: [admin]}
            """;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Service service;
    private final String base;

    private ServeTester(Service service) {
        this.service = service;
        this.base = service.readyLine().replaceAll("listening: (\\S+).*", "$1");
    }

    /** Starts a server on a store of a directory, at free ports. */
    static ServeTester start(Path directory, String config) throws IOException {
        Path file =
                Files.writeString(directory.resolve("serve.yaml"), "http: 127.0.0.1:0\ngrpc: 127.0.0.1:0\n" + config);
        Stores stores = Stores.onAllEngines();
        return new ServeTester(Service.start(
                ServeConfigReader.read(file, ENVIRONMENT),
                stores.parse("sqlite:" + directory.resolve("store")),
                stores));
    }

    URI uri(String path) {
        return URI.create(base + path);
    }

    /** Where it serves gRPC. */
    int grpcPort() {
        return Integer.parseInt(service.readyLine().replaceFirst(".*:", ""));
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    HttpResponse<String> post(String path, String json, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** Sends it once more where the first try met a kept connection that the server had just ended, as senders do. */
    static HttpResponse<String> send(HttpRequest request) {
        try {
            return sendTwice(request);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> sendTwice(HttpRequest request) throws IOException, InterruptedException {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException first) {
            try {
                return CLIENT.send(request, BodyHandlers.ofString());
            } catch (IOException second) {
                second.addSuppressed(first);
                throw second;
            }
        }
    }

    static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    @Override
    public void close() {
        service.close();
    }
}
