package io.afterimage.drasi.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.Snapshot;
import io.afterimage.drasi.Delivery;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.DrasiRow;
import io.afterimage.drasi.FeedAnswer;
import io.afterimage.drasi.IdentityRule;
import io.afterimage.drasi.ParsedLine;
import io.afterimage.drasi.ParsedLine.Order;
import io.afterimage.drasi.ParsedLine.Signal;
import io.afterimage.drasi.QuerySettings;
import io.afterimage.drasi.RawJson;
import io.afterimage.drasi.RowChange;
import io.afterimage.drasi.RowChange.Hint;
import io.afterimage.drasi.RowIdentity;
import io.afterimage.drasi.RowIdentity.ByColumns;
import io.afterimage.drasi.RowIdentity.ByFullRow;
import io.afterimage.drasi.http.DrasiHttp;
import io.afterimage.drasi.http.HttpOptions;
import io.afterimage.reactions.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views together with what they were made for: a feed that has lost emissions, and another Afterimage. */
class ViewFeedTest {

    private static final RowIdentity BY_K = new ByColumns(List.of("k"));
    private static final long TIME = 1755770400100L;

    private final LiveResultsStore store = new InMemoryLiveResultsStore();
    private ScriptedServer server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        store.close();
    }

    @Test
    void feedThatIsAttachedToARunningQuery_beginsWithItsView() {
        server.thenView(view(1042, "{\"k\":0}")).thenView(view(1043, "{\"k\":1,\"v\":1}", "{\"k\":2}"));
        try (DrasiFeed feed = feed("q", IdentityRule.always(BY_K), server.base())) {
            receive(feed, whole(1044, update("{\"k\":1,\"v\":1}", "{\"k\":1,\"v\":2}")));
            feed.tick();
            receive(feed, whole(1043, add("{\"k\":2}")), whole(1045, remove("{\"k\":2}")));
            assertThat(rows("q")).containsExactly("{\"k\":1,\"v\":2}");
            assertThat(store.position("q").sequence()).isEqualTo(1045);
        }
    }

    @Test
    void gapIsHealed_andEventsFromBeforeTheView_changeNothing() {
        try (DrasiFeed feed = feed("q", IdentityRule.always(BY_K), server.base())) {
            receive(feed, started(1, 50), whole(2, add("{\"k\":1}")));
            receive(feed, whole(9, add("{\"k\":9}")));
            server.thenView(view(8, "{\"k\":7}", "{\"k\":8}"));
            feed.tick();
            assertThat(rows("q")).containsExactlyInAnyOrder("{\"k\":7}", "{\"k\":8}", "{\"k\":9}");
            Position healed = store.position("q");
            receive(feed, whole(5, remove("{\"k\":7}")));
            receive(feed, started(1, 50));
            receive(feed, whole(10, add("{\"k\":10}")));
            assertThat(store.position("q")).isEqualTo(new Position(healed.generation(), 10, healed.configHash()));
            assertThat(rows("q")).hasSize(4);
        }
    }

    @Test
    void viewThatCannotBeUsed_leavesTheGap_andIsTriedAgain() {
        server.thenStatus(404);
        try (DrasiFeed feed = feed("q", IdentityRule.always(BY_K), server.base())) {
            receive(feed, whole(2, add("{\"k\":2}")));
            feed.tick();
            assertThat(rows("q")).isEmpty();
            assertThat(feed.status().failure().orElseThrow()).contains("The view service has no view of the query.");
            assertThat(server.requests()).hasSize(1);
        }
        server.thenView(view(1, "{\"k\":1}"));
        try (DrasiFeed feed = feed("q", IdentityRule.always(BY_K), server.base())) {
            feed.tick();
            assertThat(rows("q")).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "a/b ü;%", ".", "//"})
    void anotherAfterimage_isCopied_rowByRow(String query) throws Exception {
        for (IdentityRule rule : List.of(
                IdentityRule.asItComes(), IdentityRule.always(BY_K), IdentityRule.always(ByFullRow.BY_FULL_ROW))) {
            try (LiveResultsStore origin = new InMemoryLiveResultsStore();
                    LiveResultsStore copy = new InMemoryLiveResultsStore();
                    DrasiFeed originFeed = DrasiFeed.over(origin)
                            .query(QuerySettings.of(query).identity(rule))
                            .withoutTimer()
                            .open()) {
                boolean counted =
                        rule.wanted().filter(ByFullRow.BY_FULL_ROW::equals).isPresent();
                originFeed.receive(List.of(
                        whole(query, 1, signed(5, "{\"k\":1,\"v\":1.0}"), signed(-1, "{\"k\":\"ü\"}")),
                        whole(query, 2, signed(7, counted ? "{\"v\":1,\"k\":1}" : "{\"k\":3}"))));
                Server web = serve(originFeed, origin);
                try {
                    heal(copy, query, URI.create("http://127.0.0.1:" + port(web)));
                } finally {
                    web.stop();
                }
                assertThat(stored(copy, query)).isEqualTo(stored(origin, query)).hasSize(counted ? 2 : 3);
                assertThat(RowIdentity.stored(copy.sourcePositions(query)))
                        .isEqualTo(RowIdentity.stored(origin.sourcePositions(query)));
                assertThat(copy.position(query).sequence()).isEqualTo(2);
            }
        }
    }

    private static void heal(LiveResultsStore copy, String query, URI base) {
        try (FedQuery patient = new FedQuery(copy, QuerySettings.of(query), 2)) {
            healer(base).heal(patient);
        }
    }

    private static Server serve(DrasiFeed feed, LiveResultsStore store) throws Exception {
        HttpConfiguration configuration = new HttpConfiguration();
        DrasiHttp.takeQueryIds(configuration);
        Server web = new Server();
        ServerConnector connector = new ServerConnector(web, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        web.addConnector(connector);
        web.setHandler(DrasiHttp.handlers(feed, store, HttpOptions.DEFAULT));
        web.start();
        return web;
    }

    private static int port(Server web) {
        return ((ServerConnector) web.getConnectors()[0]).getLocalPort();
    }

    private DrasiFeed feed(String query, IdentityRule rule, URI views) {
        return DrasiFeed.over(store)
                .query(QuerySettings.of(query)
                        .identity(rule)
                        .gapTime(Duration.ZERO)
                        .healedBy(healer(views)))
                .withoutTimer()
                .open();
    }

    private static ViewHealer healer(URI base) {
        return ViewHealer.from(ViewClient.at(base).build())
                .retries(new RetryPolicy(3, Duration.ZERO, Duration.ZERO, 0));
    }

    private static void receive(DrasiFeed feed, Delivery... deliveries) {
        assertThat(feed.receive(List.of(deliveries))).isInstanceOf(FeedAnswer.Accepted.class);
    }

    private static Delivery whole(long sequence, RowChange... changes) {
        return whole("q", sequence, changes);
    }

    private static Delivery whole(String query, long sequence, RowChange... changes) {
        return new Delivery.Whole(
                new ParsedLine.Emission(query, sequence, List.of(changes), Order.DELETES_FIRST), null, Map.of());
    }

    private static Delivery started(long sequence, long timeMs) {
        return new Delivery.Control(new ParsedLine.Control("q", sequence, Signal.BOOTSTRAP_STARTED, timeMs));
    }

    private static RowChange add(String row) {
        return new RowChange.Put(null, json(row), Hint.NONE);
    }

    private static RowChange signed(long signature, String row) {
        return new RowChange.Put(null, json(row), new Hint(signature, null));
    }

    private static RowChange update(String before, String after) {
        return new RowChange.Put(json(before), json(after), Hint.NONE);
    }

    private static RowChange remove(String before) {
        return new RowChange.Remove(json(before), Hint.NONE);
    }

    private static RawJson json(String text) {
        return RawJson.parse(text.getBytes(UTF_8));
    }

    private List<String> rows(String query) {
        List<String> rows = new ArrayList<>();
        stored(store, query)
                .forEach(row -> rows.add(new String(
                        DrasiRow.read(query, row.rowSignature(), row.data()).json(), UTF_8)));
        return rows;
    }

    private static List<Row> stored(LiveResultsStore store, String query) {
        try (Snapshot snapshot = store.readSnapshot(query)) {
            return snapshot.toList();
        }
    }

    private static String view(long sequence, String... rows) {
        StringBuilder body = new StringBuilder(
                "[{\"header\":{\"sequence\":" + sequence + ",\"timestamp\":" + TIME + ",\"state\":\"running\"}}");
        for (String row : rows) {
            body.append("\n,{\"data\":").append(row).append('}');
        }
        return body.append(']').toString();
    }
}
