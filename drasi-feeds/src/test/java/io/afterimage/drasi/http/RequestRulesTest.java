package io.afterimage.drasi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.IdentityRule;
import io.afterimage.drasi.QuerySettings;
import io.afterimage.drasi.RowIdentity.ByColumns;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are no requests of a Drasi, and what they are answered. */
class RequestRulesTest {

    private static final String DIFF =
            "{\"operation\":\"ADD\",\"queryId\":\"tanks\",\"sequenceId\":1,\"after\":{\"tank\":\"t1\"}}";

    private static final InMemoryLiveResultsStore STORE = new InMemoryLiveResultsStore();
    private static final DrasiFeed FEED = DrasiFeed.over(STORE)
            .query(QuerySettings.of("tanks").identity(IdentityRule.always(new ByColumns(List.of("tank")))))
            .withoutTimer()
            .open();
    private static Serving serving;

    @BeforeAll
    static void open() {
        serving = new Serving(FEED, STORE, HttpOptions.DEFAULT);
    }

    @AfterAll
    static void close() {
        serving.close();
        FEED.close();
        STORE.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "application/json                       | 200",
                "application/json; charset=utf-8        | 200",
                "Application/JSON;Charset=\"UTF-8\"      | 200",
                "application/cloudevents+json           | 200",
                "application/json;charset=iso-8859-1    | 415",
                "text/plain                             | 415",
                "application/x-www-form-urlencoded      | 415",
                "application/jsonx                      | 415",
                "none                                   | 415"
            })
    void contentType_mustBeJson(String contentType, int status) {
        HttpRequest.Builder request = serving.request("/changes/tanks").POST(BodyPublishers.ofString(DIFF));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        assertThat(serving.send(request).statusCode()).isEqualTo(status);
    }

    @Test
    void body_thatIsEncoded_isOfAnUnknownType() {
        HttpRequest.Builder request = serving.request("/changes/tanks")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofString("x"));
        assertThat(serving.send(request).statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nonsense", "[]", "null", "{\"operation\":\"ADD\"}", "{}{}", "\u0000{}"})
    void body_thatIsNoDiff_isRefused(String body) {
        assertThat(post(body).statusCode()).isEqualTo(400);
        assertThat(serving.post("/batch", body).statusCode()).isEqualTo(400);
    }

    @Test
    void body_thatIsNestedTooDeep_isRefused() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(post(deep).statusCode()).isEqualTo(400);
        assertThat(post("{\"operation\":\"ADD\",\"queryId\":\"tanks\",\"sequenceId\":1,\"after\":" + deep + "}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(post(DIFF).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "PATCH", "HEAD"})
    void method_mustBePost(String method) {
        for (String path : List.of("/changes/tanks", "/batch", "/event")) {
            HttpResponse<String> answer = serving.send(method, path);
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).contains("POST");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a/b", "/dapr/config", "/dapr", "/batch/", "/event/x"})
    void path_thatNobodyKnows_isNotFound(String path) {
        assertThat(serving.get(path).statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> post(String body) {
        return serving.post("/changes/tanks", body);
    }
}
