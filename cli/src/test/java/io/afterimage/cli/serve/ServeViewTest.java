package io.afterimage.cli.serve;

import static io.afterimage.cli.serve.ServeTester.ADMIN;
import static io.afterimage.cli.serve.ServeTester.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server that begins with the view of another. */
class ServeViewTest {

    private static final String QUERY = "queries:\n  - {id: hot-rooms, keyColumns: [room]";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void serverThatIsAttachedLater_beginsWithTheViewOfTheOther() throws IOException {
        try (ServeTester origin = ServeTester.start(
                        Files.createDirectory(directory.resolve("a")), ServeTester.TOKENS + QUERY + "}\n");
                ServeTester later = ServeTester.start(
                        Files.createDirectory(directory.resolve("b")),
                        QUERY + ", gapTime: 1ms, view: {url: \"" + origin.uri("")
                                + "\", secret: env:SERVE_ADMIN}}\n")) {
            send(origin, 1, "{\"room\":\"r1\",\"temp\":20.50}", bearer(ADMIN));
            send(origin, 2, "{\"room\":\"r2\",\"temp\":21}", bearer(ADMIN));
            send(later, 3, "{\"room\":\"r3\",\"temp\":22}");
            assertThat(viewWith(later, "r3"))
                    .contains("\"sequence\":3", "{\"room\":\"r1\",\"temp\":20.50}", "{\"room\":\"r2\",\"temp\":21}");
        }
    }

    private static void send(ServeTester server, int sequence, String row, String... headers) {
        HttpResponse<String> answer = server.post(
                "/changes/hot-rooms",
                "{\"operation\":\"ADD\",\"queryId\":\"hot-rooms\",\"sequenceId\":" + sequence
                        + ",\"timestamp\":\"2026-08-21T10:00:00+00:00\",\"after\":" + row
                        + ",\"metadata\":{\"result_count\":1}}",
                headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** The view, once it has a row; the server heals by itself, in a thread of its own. */
    private static String viewWith(ServeTester server, String room) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        String view = server.get("/hot-rooms").body();
        while (!view.contains(room) && System.nanoTime() < end) {
            view = server.get("/hot-rooms").body();
        }
        assertThat(view)
                .as("after " + TimeUnit.NANOSECONDS.toSeconds(PATIENCE.toNanos()) + " s")
                .contains(room);
        return view;
    }
}
