package io.afterimage.cli.serve;

import static io.afterimage.cli.serve.ServeTester.bearer;
import static io.afterimage.cli.serve.ServeTester.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The mirror's service over HTTP: read-only unless the token says otherwise. */
class MirrorServeTest {

    private static final String NOTES = """
            {"resource":"notes","record_id":"1","op":"upsert","payload":{"text":"a"},"occurred_at":"2026-08-21T10:00:00Z","provenance":{"source":"notes","confidence":1}}
            {"resource":"notes","record_id":"2","op":"upsert","payload":{"text":"b"},"occurred_at":"2026-08-21T10:00:01Z","provenance":{"source":"notes","confidence":1}}
            """;
    private static final String ACCESS = """
            access:
              tokens:
                - {name: feeder, secret: env:SERVE_FEED, rights: [feed, read], queries: [hot-rooms]}
                - {name: reader, secret: env:SERVE_READ, rights: [read]}
                - {name: admin, secret: env:SERVE_ADMIN, rights: [admin]}
            """;

    @TempDir
    private Path directory;

    private ServeTester start() throws IOException {
        Path notes = Files.writeString(directory.resolve("notes.ndjson"), NOTES);
        Files.writeString(directory.resolve("mirror.yaml"), "sources: {notes: {type: ndjson, file: " + notes + "}}\n");
        return ServeTester.start(directory, "mirror: mirror.yaml\n" + ACCESS);
    }

    private static JsonNode ok(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response).get("result");
    }

    @Test
    void adminsSync_readersRead() throws IOException {
        try (ServeTester server = start()) {
            ok(server.post("/mirror/sync", "{\"source\":\"notes\"}", bearer(ServeTester.ADMIN)));
            String[] reader = bearer(ServeTester.READ);
            assertThat(ok(server.post("/mirror/counts", "", reader)).toString()).contains("\"notes\"", "2");
            assertThat(ok(server.post("/mirror/get_record", "{\"resource\":\"notes\",\"record_id\":\"2\"}", reader))
                            .toString())
                    .contains("\"text\":\"b\"");
            assertThat(server.post("/mirror/sync", "{\"source\":\"notes\"}", reader)
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void whatCannotBeAnswered_isSaidByTheStatus() throws IOException {
        try (ServeTester server = start()) {
            String[] reader = bearer(ServeTester.READ);
            assertThat(server.post("/mirror/drop", "{}", reader).statusCode()).isEqualTo(404);
            assertThat(server.post("/mirror/", "{}", reader).statusCode()).isEqualTo(400);
            assertThat(server.post("/mirror/counts", "{", reader).statusCode()).isEqualTo(400);
            assertThat(server.post("/mirror/query", "{\"sql\":\"DELETE FROM records\"}", reader)
                            .statusCode())
                    .isEqualTo(400);
            assertThat(server.post("/mirror/counts", " ".repeat((1 << 20) + 1), reader)
                            .statusCode())
                    .isEqualTo(413);
            assertThat(server.post("/mirror/counts", "{}", bearer(ServeTester.FEED))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(server.post("/mirror/counts", "{}").statusCode()).isEqualTo(401);
        }
    }
}
