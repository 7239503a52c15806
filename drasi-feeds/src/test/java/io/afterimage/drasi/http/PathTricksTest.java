package io.afterimage.drasi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.drasi.DrasiFeed;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is tried with paths. A path is a query id or nothing: whatever stands in it, no file is looked for. */
class PathTricksTest {

    @TempDir
    private static Path folder;

    private static SqliteLiveResultsStore store;
    private static DrasiFeed feed;
    private static Serving serving;

    @BeforeAll
    static void open() {
        store = SqliteLiveResultsStore.at(folder.resolve("store.db")).open();
        feed = DrasiFeed.over(store).open();
        serving = new Serving(feed, store, HttpOptions.DEFAULT);
    }

    @AfterAll
    static void close() {
        serving.close();
        feed.close();
        store.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/..%2F..%2Fetc%2Fpasswd       | 404 Not Found",
                "/%2e%2e                       | 400 Bad Request",
                "/%2e%2e%2f%2e%2e%2fstore.db   | 404 Not Found",
                "/tanks;jsessionid=1           | 404 Not Found",
                "/..;/tanks                    | 400 Bad Request",
                "/a%00.db                      | 400 Bad Request",
                "/a%5Cb                        | 404 Not Found",
                "//tanks                       | 404 Not Found",
                "/tanks/                       | 404 Not Found",
                "/a%252Fb                      | 404 Not Found",
                "/%00intern                    | 400 Bad Request",
                "/%FF                          | 400 Bad Request",
                "/%C0%AE%C0%AE                 | 400 Bad Request",
                "/%ED%A0%80                    | 400 Bad Request",
                "/%                            | 400 Bad Request",
                "/%zz                          | 400 Bad Request",
                "/%u002e                       | 400 Bad Request",
                "/../tanks                     | 400 Bad Request",
                "/..                           | 400 Bad Request",
                "/.                            | 404 Not Found"
            })
    void path_isAQueryIdOrNothing(String path, String answer) throws IOException {
        assertThat(answerTo("GET " + path)).isEqualTo("HTTP/1.1 " + answer);
    }

    @Test
    void path_isNamedUpTo1024Bytes() throws IOException {
        assertThat(answerTo("GET /" + "a".repeat(1_024))).isEqualTo("HTTP/1.1 404 Not Found");
        assertThat(answerTo("GET /" + "a".repeat(1_025))).isEqualTo("HTTP/1.1 400 Bad Request");
        assertThat(answerTo("GET /" + "%C3%BC".repeat(513))).isEqualTo("HTTP/1.1 400 Bad Request");
        assertThat(answerTo("GET /" + "a".repeat(20_000))).isEqualTo("HTTP/1.1 414 URI Too Long");
    }

    private static String answerTo(String methodAndPath) throws IOException {
        List<Path> before = files();
        String answer = serving.statusLineOf(methodAndPath + " HTTP/1.1");
        assertThat(files()).isEqualTo(before);
        assertThat(store.queries()).isEmpty();
        return answer;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }
}
