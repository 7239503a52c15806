package io.afterimage.drasi.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.IdentityRule;
import io.afterimage.drasi.QuerySettings;
import io.afterimage.drasi.RandomQuery;
import io.afterimage.drasi.RandomQuery.Diff;
import io.afterimage.drasi.RowIdentity.ByColumns;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Random queries over the HTTP wire, diff by diff or in batches, repeated, with the server restarted between any two
 * requests. What the view then says is the query.
 */
class HttpModelTest {

    private static final int ROUNDS = Integer.getInteger("afterimage.campaign", 3);

    @Test
    void view_isTheQuery_howeverItWasSent() {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = new Random().nextLong();
            System.out.println("HttpModelTest seed " + seed);
            run(seed);
        }
    }

    private static void run(long seed) {
        RandomQuery query = new RandomQuery(seed);
        Random random = new Random(seed);
        try (InMemoryLiveResultsStore store = new InMemoryLiveResultsStore()) {
            List<List<Diff>> requests = query.requests(60);
            int sent = 0;
            while (sent < requests.size()) {
                int to = Math.min(requests.size(), sent + 1 + random.nextInt(60));
                send(store, requests.subList(sent, to), random);
                sent = to;
            }
            try (DrasiFeed feed = feed(store);
                    Serving serving = new Serving(feed, store, HttpOptions.DEFAULT)) {
                JsonNode view = JsonMapper.shared().readTree(serving.get("/q").body());
                assertThat(rows(view)).as("seed %d", seed).isEqualTo(query.rows());
                assertThat(view.get(0).at("/header/sequence").asLong())
                        .as("seed %d", seed)
                        .isEqualTo(query.sequence());
            }
        }
    }

    /** Sends some requests to a server that lives for as long as that. */
    private static void send(InMemoryLiveResultsStore store, List<List<Diff>> requests, Random random) {
        try (DrasiFeed feed = feed(store);
                Serving serving = new Serving(feed, store, HttpOptions.DEFAULT)) {
            for (List<Diff> request : requests) {
                List<String> diffs = request.stream().map(HttpModelTest::json).toList();
                if (random.nextBoolean()) {
                    String batch = diffs.stream().collect(Collectors.joining(",", "{\"batch\":[", "]}"));
                    assertThat(serving.post("/batch", batch).statusCode()).isEqualTo(200);
                } else {
                    diffs.forEach(
                            diff -> assertThat(serving.post("/changes/q", diff).statusCode())
                                    .isEqualTo(200));
                }
            }
        }
    }

    private static DrasiFeed feed(InMemoryLiveResultsStore store) {
        QuerySettings settings = QuerySettings.of("q").identity(IdentityRule.always(new ByColumns(List.of("key"))));
        return DrasiFeed.over(store).query(settings).withoutTimer().open();
    }

    private static String json(Diff diff) {
        return "{\"operation\":\"" + diff.operation() + "\",\"queryId\":\"q\",\"sequenceId\":" + diff.sequence()
                + (diff.before() == null ? "" : ",\"before\":" + diff.before())
                + (diff.after() == null ? "" : ",\"after\":" + diff.after()) + ",\"metadata\":{\"result_count\":"
                + diff.count() + "}}";
    }

    private static Map<Long, String> rows(JsonNode view) {
        Map<Long, String> rows = new TreeMap<>();
        for (int i = 1; i < view.size(); i++) {
            JsonNode row = view.get(i).get("data");
            rows.put(row.get("key").asLong(), row.toString());
        }
        return rows;
    }
}
