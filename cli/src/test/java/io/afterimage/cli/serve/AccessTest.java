package io.afterimage.cli.serve;

import static io.afterimage.cli.serve.ServeTester.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and who is told what. */
class AccessTest {

    private static final String QUERIES = "queries: [{id: hot-rooms, keyColumns: [room]}]\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/metrics", "/hot-rooms", "/no-such-query", "/mirror/records"})
    void withoutToken_whereThereAreTokens_is401(String path) throws IOException {
        try (ServeTester server = ServeTester.start(directory, QUERIES + ServeTester.TOKENS)) {
            HttpResponse<String> answer = server.get(path);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"afterimage\"");
            assertThat(answer.headers().map()).doesNotContainKey("Server");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer read-0123456789abcdeg",
                "Bearer read-0123456789abcde",
                "Bearer read-0123456789abcdef x",
                "Basic cmVhZDo=",
                "read-0123456789abcdef"
            })
    void wrongToken_is401_alsoWhereNoneIsNeeded(String authorization) throws IOException {
        try (ServeTester server = ServeTester.start(directory, ServeTester.TOKENS + "  anonymous: [read]\n")) {
            assertThat(server.get("/").statusCode()).isEqualTo(200);
            assertThat(server.get("/", "Authorization", authorization).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void tokenWithoutTheRight_is403() throws IOException {
        try (ServeTester server = ServeTester.start(directory, QUERIES + ServeTester.TOKENS)) {
            assertThat(server.get("/metrics", bearer(ServeTester.FEED)).statusCode())
                    .isEqualTo(403);
            assertThat(server.post("/changes/hot-rooms", "{}", bearer(ServeTester.READ))
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void tokenWithTheRight_isLetIn() throws IOException {
        try (ServeTester server = ServeTester.start(directory, QUERIES + ServeTester.TOKENS)) {
            assertThat(server.get("/", "authorization", "bearer " + ServeTester.READ)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/metrics", bearer(ServeTester.ADMIN)).statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/metrics", bearer(ServeTester.READ)).body())
                    .contains("afterimage_queries ", "jvm_memory_used_bytes", "afterimage_http_requests_seconds_count");
        }
    }

    @Test
    void openPages_needNoToken() throws IOException {
        try (ServeTester server = ServeTester.start(directory, ServeTester.TOKENS + "  open: [health, metrics]\n")) {
            assertThat(server.get("/health").statusCode()).isEqualTo(200);
            assertThat(server.get("/metrics").statusCode()).isEqualTo(200);
            assertThat(server.get("/").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void probes_areOpen_andTellOneWord() throws IOException {
        try (ServeTester server = ServeTester.start(directory, ServeTester.TOKENS)) {
            assertThat(server.get("/health/live").body()).isEqualTo("{\"status\":\"up\"}");
            assertThat(server.get("/health/ready").body()).isEqualTo("{\"status\":\"up\"}");
        }
    }
}
