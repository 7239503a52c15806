package io.afterimage.drasi.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.Snapshot;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.DrasiRow;
import io.afterimage.drasi.IdentityRule;
import io.afterimage.drasi.QuerySettings;
import io.afterimage.drasi.RowIdentity.ByColumns;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drasi Platform's events as Dapr brings them, over a real connection. */
class EventEndpointsTest {

    private static final String STRUCTURED = "application/cloudevents+json; charset=utf-8";

    @TempDir
    private Path folder;

    private SqliteLiveResultsStore store;
    private DrasiFeed feed;
    private Serving serving;

    @BeforeEach
    void open() {
        store = SqliteLiveResultsStore.at(folder.resolve("store.db")).open();
        feed = DrasiFeed.over(store)
                .query(QuerySettings.of("tanks").identity(IdentityRule.unlessSigned(new ByColumns(List.of("tank")))))
                .query(QuerySettings.of("levels"))
                .withoutTimer()
                .open();
        serving =
                new Serving(feed, store, HttpOptions.DEFAULT.subscribe("plant-pubsub", List.of("tanks", "a \"b\"/ü")));
    }

    @AfterEach
    void close() {
        serving.close();
        feed.close();
        store.close();
    }

    @Test
    void events_fromBootstrapToChange_areTheQuery() {
        assertApplied(event(control(1, "bootstrapStarted")));
        assertApplied(event(change(2, added("t1", 1), "", "")));
        assertApplied(event(change(3, "", "", ""))); // takes its number all the same
        assertApplied(event(control(4, "bootstrapCompleted")));
        assertApplied(event(control(5, "running")));
        String update = "{\"before\":" + added("t1", 1) + ",\"after\":" + added("t1", 7) + ",\"grouping_keys\":null}";
        assertApplied(event(change(6, added("t3", 3), update, "")));
        assertThat(rows("tanks")).containsExactly(added("t1", 7), added("t3", 3));
        assertThat(store.position("tanks").sequence()).isEqualTo(6);

        assertApplied(event(control(7, "deleted")));
        assertThat(store.position("tanks")).isEqualTo(Position.NONE);
    }

    @Test
    void event_comesStructured_withItsDataInAnyForm() {
        String data = change(1, added("t1", 1), "", "");
        String base64 = Base64.getEncoder().encodeToString(data.getBytes(UTF_8));
        String text = data.replace("\"", "\\\"");
        assertApplied(event(STRUCTURED, cloudEvent("\"data\":" + data)));
        assertDuplicate(event(STRUCTURED, cloudEvent("\"data\":\"" + text + "\"")));
        assertDuplicate(event(STRUCTURED, cloudEvent("\"data_base64\":\"" + base64 + "\"")));
        assertDuplicate(event("application/json", cloudEvent("\"data\":" + data)));
    }

    @Test
    void event_comesBinary_withItsAttributesAsHeaders() {
        HttpResponse<String> answer = serving.send(serving.request("/event")
                .header("ce-specversion", "1.0")
                .header("ce-type", "com.dapr.event.sent")
                .header("ce-id", "1")
                .header("ce-source", "plant")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(change(1, added("t1", 1), "", ""))));
        assertApplied(answer);
    }

    @Test
    void event_comesToThePathOfItsQuery_inAnyForm() {
        String data = change(1, added("t1", 1), "", "");
        assertApplied(serving.post("/tanks", data));
        assertDuplicate(serving.post("/tanks", STRUCTURED, cloudEvent("\"data\":" + data)));
        assertThat(serving.post("/levels", data).statusCode()).isEqualTo(400);
        assertThat(rows("tanks")).containsExactly(added("t1", 1));
    }

    @Test
    void events_mayComeAgainAndOutOfOrder() {
        assertThat(event(change(2, "", "", added("t1", 1))).body()).contains("\"held\":1");
        assertThat(event(change(2, "", "", added("t1", 1))).body()).contains("\"duplicates\":1");
        assertApplied(event(change(1, added("t1", 1) + "," + added("t2", 2), "", "")));
        assertThat(rows("tanks")).containsExactly(added("t2", 2));
        assertDuplicate(event(change(1, added("t1", 1) + "," + added("t2", 2), "", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"grouping_keys", "groupingKeys"})
    void groupingKeys_areReadInBothSpellings_andBeforeMayBeNull(String spelling) {
        String first = "{\"before\":null,\"after\":{\"plant\":\"n\",\"sum\":1.0},\"" + spelling + "\":[\"plant\"]}";
        String second = "{\"before\":{\"plant\":\"n\",\"sum\":1.0},\"after\":{\"plant\":\"n\",\"sum\":4.0},\""
                + spelling + "\":[\"plant\"]}";
        assertApplied(event(change(1, "", first, "").replace("tanks", "levels")));
        assertApplied(event(change(2, "", second, "").replace("tanks", "levels")));
        assertThat(rows("levels")).containsExactly("{\"plant\":\"n\",\"sum\":4.0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"metadata\":null,", "", "\"metadata\":{\"tracking\":{}},"})
    void metadata_mayBeNullOrMissing(String metadata) {
        String event = change(1, added("t1", 1), "", "").replace("\"metadata\":{},", metadata);
        assertApplied(event(event));
    }

    @Test
    void queryResult_withSignaturesBeyondTheNumbersOfJavaScript_isReadExactly() {
        String result =
                "{\"query_id\":\"levels\",\"sequence\":1,\"timestamp\":\"2026-02-03T04:05:06.000000007Z\",\"results\":["
                        + "{\"type\":\"ADD\",\"data\":{\"n\":1},\"row_signature\":11596954130545668201},"
                        + "{\"type\":\"aggregation\",\"before\":null,\"after\":{\"n\":2},\"row_signature\":5},{\"type\":\"noop\"}]}";
        assertApplied(event(result));
        assertDuplicate(serving.post("/levels", result));
        assertThat(serving.get("/levels").body())
                .endsWith("\n,{\"data\":{\"n\":2},\"signature\":\"5\"}"
                        + "\n,{\"data\":{\"n\":1},\"signature\":\"11596954130545668201\"}]\n");
    }

    @Test
    void eventWithoutANumber_isRefused_becauseNobodyCouldTellItFromItsRepetition() {
        String unpacked = "{\"op\":\"u\",\"ts_ms\":2,\"payload\":{\"source\":{\"queryId\":\"tanks\",\"ts_ms\":1},"
                + "\"before\":{},\"after\":{}}}";
        assertThat(event(STRUCTURED, cloudEvent("\"data\":" + unpacked)).statusCode())
                .isEqualTo(400);
        assertThat(event(change(1, "", "", "").replace("\"sequence\":1,", "")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void query_thatIsUnknown_isToBeRepeated_becauseDaprWouldDropItWith404() {
        HttpResponse<String> answer = event(change(1, "", "", "").replace("tanks", "valves"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("30");
    }

    @Test
    void subscriptions_areThoseOfTheConfiguredQueries() {
        HttpResponse<String> answer = serving.get("/dapr/subscribe");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo(
                        "[{\"pubsubname\":\"plant-pubsub\",\"route\":\"/event\",\"topic\":\"tanks-results\"},"
                                + "{\"pubsubname\":\"plant-pubsub\",\"route\":\"/event\",\"topic\":\"a \\\"b\\\"/ü-results\"}]");
        assertThat(serving.send("POST", "/dapr/subscribe").statusCode()).isEqualTo(405);
    }

    private HttpResponse<String> event(String body) {
        return event("application/json", body);
    }

    private HttpResponse<String> event(String contentType, String body) {
        return serving.post("/event", contentType, body);
    }

    private static String added(String tank, int level) {
        return "{\"tank\":\"" + tank + "\",\"level\":" + level + "}";
    }

    private static String change(long sequence, String added, String updated, String deleted) {
        return "{\"kind\":\"change\",\"queryId\":\"tanks\",\"sequence\":" + sequence + ",\"metadata\":{},"
                + "\"sourceTimeMs\":1766000000000,\"addedResults\":[" + added + "],\"updatedResults\":[" + updated
                + "],\"deletedResults\":[" + deleted + "]}";
    }

    private static String control(long sequence, String signal) {
        return "{\"kind\":\"control\",\"queryId\":\"tanks\",\"sequence\":" + sequence
                + ",\"sourceTimeMs\":1766000000000,\"metadata\":null,\"controlSignal\":{\"kind\":\"" + signal + "\"}}";
    }

    private static String cloudEvent(String data) {
        return "{\"specversion\":\"1.0\",\"type\":\"com.dapr.event.sent\",\"id\":\"7\",\"source\":\"plant\","
                + "\"topic\":\"tanks-results\",\"datacontenttype\":\"application/json\"," + data + "}";
    }

    private static void assertApplied(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{\"status\":\"SUCCESS\",\"applied\":1,");
    }

    private static void assertDuplicate(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).endsWith("\"duplicates\":1}");
    }

    private Set<String> rows(String queryId) {
        Set<String> rows = new TreeSet<>();
        try (Snapshot snapshot = store.readSnapshot(queryId)) {
            for (Row row : snapshot.toList()) {
                rows.add(new String(
                        DrasiRow.read(queryId, row.rowSignature(), row.data()).json(), UTF_8));
            }
        }
        return rows;
    }
}
