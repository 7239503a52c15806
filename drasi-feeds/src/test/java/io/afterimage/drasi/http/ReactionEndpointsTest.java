package io.afterimage.drasi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Row;
import io.afterimage.Snapshot;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.DrasiRow;
import io.afterimage.drasi.IdentityRule;
import io.afterimage.drasi.QuerySettings;
import io.afterimage.drasi.RowIdentity.ByColumns;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drasi's HTTP reaction over a real connection, and what becomes of its diffs in a real store. */
class ReactionEndpointsTest {

    @TempDir
    private Path folder;

    private SqliteLiveResultsStore store;
    private DrasiFeed feed;
    private Serving serving;

    @BeforeEach
    void open() {
        store = SqliteLiveResultsStore.at(folder.resolve("store.db")).open();
        start();
    }

    private void start() {
        feed = DrasiFeed.over(store)
                .query(byTank("tanks"))
                .query(byTank("a/b%2F;c"))
                .query(byTank("pumps"))
                .withoutTimer()
                .open();
        serving = new Serving(feed, store, HttpOptions.DEFAULT);
    }

    private static QuerySettings byTank(String queryId) {
        return QuerySettings.of(queryId).identity(IdentityRule.always(new ByColumns(List.of("tank"))));
    }

    @AfterEach
    void close() {
        stop();
        store.close();
    }

    private void stop() {
        serving.close();
        feed.close();
    }

    @Test
    void diff_isAppliedWhenItsEmissionIsWhole_alsoOverARestart() {
        assertAccepted(post(add(1, 3, "t1", 1)), 0, 1, 0);
        assertAccepted(post(add(1, 3, "t2", 2)), 0, 1, 0);
        assertThat(rows("tanks")).isEmpty();
        stop();
        start();
        assertAccepted(post(add(1, 3, "t3", 3)), 1, 0, 0);
        assertThat(rows("tanks"))
                .containsExactly(
                        "{\"tank\":\"t1\",\"level\":1}",
                        "{\"tank\":\"t2\",\"level\":2}",
                        "{\"tank\":\"t3\",\"level\":3}");
    }

    @Test
    void diff_thatComesAgain_isADuplicate() {
        assertAccepted(post(add(1, 1, "t1", 1)), 1, 0, 0);
        assertAccepted(post(add(1, 1, "t1", 1)), 0, 0, 1);
        assertAccepted(post(update(2, 1, "t1", 1, 2)), 1, 0, 0);
        assertAccepted(post(add(1, 1, "t1", 1)), 0, 0, 1);
        assertThat(rows("tanks")).containsExactly("{\"tank\":\"t1\",\"level\":2}");
    }

    @Test
    void diffsOutOfOrder_areAppliedInOrder() {
        assertAccepted(post(update(2, 1, "t1", 1, 2)), 0, 1, 0);
        assertAccepted(post(remove(3, 1, "t1", 2)), 0, 1, 0);
        assertAccepted(post(add(1, 1, "t1", 1)), 1, 0, 0);
        assertThat(rows("tanks")).isEmpty();
        assertThat(store.position("tanks").sequence()).isEqualTo(3);
    }

    @Test
    void batch_ofSeveralEmissionsAndQueries_isAppliedAtOnce() {
        String pump = add(1, 1, "p1", 1).replace("\"tanks\"", "\"pumps\"");
        assertAccepted(batch(add(1, 2, "t1", 1), pump, add(1, 2, "t2", 2), update(2, 1, "t1", 1, 5)), 4, 0, 0);
        assertThat(rows("tanks")).containsExactly("{\"tank\":\"t1\",\"level\":5}", "{\"tank\":\"t2\",\"level\":2}");
        assertThat(rows("pumps")).containsExactly("{\"tank\":\"p1\",\"level\":1}");
    }

    @Test
    void batch_splitInsideAnEmission_isHeld() {
        assertAccepted(batch(add(1, 1, "t1", 1), add(2, 2, "t2", 2)), 1, 1, 0);
        assertAccepted(batch(add(2, 2, "t3", 3), update(3, 1, "t1", 1, 9)), 2, 0, 0);
        assertThat(store.position("tanks").sequence()).isEqualTo(3);
        assertThat(rows("tanks")).hasSize(3);
    }

    @Test
    void batch_withADiffThatCanNeverSucceed_isRefusedForItsSake_andTheRestIsKept() {
        String noSide = diff("ADD", "tanks", 2, 1, "\"x\":1");
        HttpResponse<String> answer = batch(add(1, 1, "t1", 1), noSide, add(3, 1, "t3", 3));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"index\":1").contains("Expected: after.");
        assertThat(rows("tanks")).containsExactly("{\"tank\":\"t1\",\"level\":1}");
        assertThat(feed.status().heldParts()).isEqualTo(1);
    }

    @Test
    void batch_withARowThatHasNoKey_isRefusedForItsSake_andTheRestIsKept() {
        String noKey = diff("ADD", "tanks", 1, 1, "\"after\":{\"level\":1}");
        String pump = add(1, 1, "p1", 1).replace("\"tanks\"", "\"pumps\"");
        HttpResponse<String> answer = batch(noKey, pump);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"index\":0");
        assertThat(rows("pumps")).hasSize(1);
    }

    @Test
    void batch_withAnUnknownQuery_isToBeRepeated_becauseDrasiWouldDropItAll() {
        String unknown = add(1, 1, "x1", 1).replace("\"tanks\"", "\"valves\"");
        String noSide = diff("ADD", "tanks", 2, 1, "\"x\":1");
        HttpResponse<String> answer = batch(unknown, add(1, 1, "t1", 1), noSide);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("30");
        assertThat(answer.body()).contains("The query is not configured. Query: valves.");
        assertThat(rows("tanks")).hasSize(1);
    }

    @Test
    void query_thatIsUnknown_isToBeRepeated_becauseDrasiWouldDropIt() {
        HttpResponse<String> answer =
                serving.post("/changes/valves", add(1, 1, "x1", 1).replace("tanks", "valves"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("30");
    }

    @Test
    void feedThatIsNotReady_isToBeAskedAgain() {
        feed.close();
        HttpResponse<String> answer = post(add(1, 1, "t1", 1));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void storeThatFails_isToBeAskedAgain() {
        store.close();
        HttpResponse<String> answer = post(add(1, 1, "t1", 1));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/changes/a%2Fb%252F%3Bc", "/changes/a/b%2F;c"})
    void path_namesTheQuery_percentEncodedOrAsItStands(String path) {
        String diff = add(1, 1, "t1", 1).replace("\"tanks\"", "\"a/b%2F;c\"");
        assertAccepted(serving.post(path, diff), 1, 0, 0);
    }

    @Test
    void path_ofAnotherQuery_isRefused() {
        HttpResponse<String> answer = serving.post("/changes/pumps", add(1, 1, "t1", 1));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("The path and the body name different queries. Path: pumps. Body: tanks.");
        assertThat(serving.post("/changes/%FF", add(1, 1, "t1", 1)).statusCode())
                .isEqualTo(400);
        assertThat(serving.post("/changes/", add(1, 1, "t1", 1)).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> post(String diff) {
        return serving.post("/changes/tanks", diff);
    }

    private HttpResponse<String> batch(String... diffs) {
        return serving.post("/batch", "{\"batch\":[" + String.join(",", diffs) + "]}");
    }

    private static String add(long sequence, int count, String tank, int level) {
        return diff("ADD", "tanks", sequence, count, "\"after\":" + row(tank, level));
    }

    private static String update(long sequence, int count, String tank, int before, int after) {
        return diff(
                "UPDATE",
                "tanks",
                sequence,
                count,
                "\"before\":" + row(tank, before) + ",\"after\":" + row(tank, after));
    }

    private static String remove(long sequence, int count, String tank, int level) {
        return diff("DELETE", "tanks", sequence, count, "\"before\":" + row(tank, level));
    }

    private static String row(String tank, int level) {
        return "{\"tank\":\"" + tank + "\",\"level\":" + level + "}";
    }

    private static String diff(String operation, String queryId, long sequence, int count, String sides) {
        return "{\"operation\":\"" + operation + "\",\"queryId\":\"" + queryId + "\",\"sequenceId\":" + sequence
                + ",\"timestamp\":\"2026-02-03T04:05:06.789+00:00\"," + sides
                + ",\"metadata\":{\"source_id\":\"plant\",\"processed_by\":\"drasi-core\",\"result_count\":" + count
                + "}}";
    }

    private static void assertAccepted(HttpResponse<String> answer, int applied, int held, int duplicates) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"SUCCESS\",\"applied\":" + applied + ",\"held\":" + held + ",\"duplicates\":"
                        + duplicates + "}");
    }

    private Set<String> rows(String queryId) {
        Set<String> rows = new TreeSet<>();
        try (Snapshot snapshot = store.readSnapshot(queryId)) {
            for (Row row : snapshot.toList()) {
                byte[] json =
                        DrasiRow.read(queryId, row.rowSignature(), row.data()).json();
                rows.add(new String(json, StandardCharsets.UTF_8));
            }
        }
        return rows;
    }
}
