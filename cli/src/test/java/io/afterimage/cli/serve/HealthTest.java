package io.afterimage.cli.serve;

import static io.afterimage.cli.serve.ServeTester.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.QueryId;
import io.afterimage.cli.serve.HealthCheck.Weight;
import io.afterimage.cli.serve.config.HealthThresholds;
import io.afterimage.drasi.FedQueryStatus;
import io.afterimage.drasi.FedQueryStatus.Condition;
import io.afterimage.drasi.FedQueryStatus.Counts;
import io.afterimage.drasi.FeedStatus;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server says of itself. */
class HealthTest {

    private static final Instant NOW = Instant.parse("2026-08-21T10:00:00Z");
    private static final FeedStatus WELL = new FeedStatus(FeedStatus.Condition.OPEN, Optional.empty(), 0, 0, List.of());

    @TempDir
    private Path directory;

    private final LiveResultsStore store = new InMemoryLiveResultsStore();
    private final StoreProbe probe = new StoreProbe(store, Duration.ofMinutes(1), System::nanoTime);

    @AfterEach
    void close() {
        probe.close();
        store.close();
    }

    private Health health(FeedStatus feed, long freeDiskBytes) {
        HealthThresholds thresholds = new HealthThresholds(freeDiskBytes, Duration.ofMinutes(2), Duration.ofMinutes(1));
        return new Health(thresholds, probe, directory, () -> feed, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static FeedStatus with(Condition condition, Optional<Instant> heldSince) {
        FedQueryStatus query = new FedQueryStatus(
                "hot-rooms",
                new Position(1, 6, 0),
                condition,
                "sequence 7 is missing",
                1,
                100,
                heldSince,
                new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        return new FeedStatus(FeedStatus.Condition.OPEN, Optional.empty(), 1, 100, List.of(query));
    }

    private static List<String> failed(Health health) {
        return health.checks().stream()
                .filter(check -> !check.passed())
                .map(check -> check.name() + " " + check.weight())
                .toList();
    }

    @Test
    void everythingWell_passesEveryCheck_andLeavesNoTraceAmongTheQueries() {
        assertThat(failed(health(WELL, 0))).isEmpty();
        assertThat(health(WELL, 0).live()).isTrue();
        assertThat(store.queries()).allMatch(query -> QueryId.isInternal(query.queryId()));
    }

    @Test
    void closedStore_isNotWritable() {
        store.close();
        assertThat(failed(health(WELL, 0))).containsExactly("writable " + Weight.BLOCKING);
    }

    @Test
    void fullDisk_blocks() {
        assertThat(failed(health(WELL, Long.MAX_VALUE))).containsExactly("disk " + Weight.BLOCKING);
    }

    @Test
    void unknownOutcome_isNotLive() {
        FeedStatus reopen =
                new FeedStatus(FeedStatus.Condition.REOPEN, Optional.of("the sync failed"), 0, 0, List.of());
        assertThat(health(reopen, 0).live()).isFalse();
        assertThat(failed(health(reopen, 0))).containsExactly("open " + Weight.FATAL, "last-write " + Weight.WARNING);
    }

    @Test
    void partThatWaitsTooLong_isAWarning() {
        assertThat(failed(health(with(Condition.HOLDING, Optional.of(NOW.minusSeconds(120))), 0)))
                .isEmpty();
        assertThat(failed(health(with(Condition.HOLDING, Optional.of(NOW.minusSeconds(121))), 0)))
                .containsExactly("held " + Weight.WARNING);
    }

    @ParameterizedTest
    @EnumSource
    void queryInTrouble_isAWarning_withItsName(Condition condition) {
        Health health = health(with(condition, Optional.empty()), 0);
        boolean well = condition == Condition.CURRENT || condition == Condition.HOLDING;
        assertThat(failed(health)).isEqualTo(well ? List.of() : List.of("queries " + Weight.WARNING));
        assertThat(health.checks().toString().contains("hot-rooms")).isEqualTo(!well);
    }

    @Test
    void pages_tellReady_live_andEveryCheck() throws IOException {
        try (ServeTester server = ServeTester.start(directory, "health: {freeDiskBytes: 1000000GiB}\n")) {
            HttpResponse<String> all = server.get("/health");
            assertThat(all.statusCode()).isEqualTo(503);
            assertThat(json(all).get("status").asString()).isEqualTo("down");
            assertThat(json(all).get("checks")).anySatisfy(check -> {
                assertThat(check.get("name").asString()).isEqualTo("disk");
                assertThat(check.get("passed").asBoolean()).isFalse();
            });
            assertThat(server.get("/health/ready").statusCode()).isEqualTo(503);
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void meters_tellOfStore_engine_feed_andServers() throws IOException {
        String config = "queries: [{id: hot-rooms, keyColumns: [room]}]\n";
        try (ServeTester server = ServeTester.start(directory, config)) {
            SentDiff whole = new SentDiff("hot-rooms", 1, 1, "r1", null, 21);
            SentDiff half = new SentDiff("hot-rooms", 2, 2, "r1", 21, 22);
            try (DrasiSender sender = new DrasiSender(server.uri(""), server.grpcPort())) {
                assertThat(DrasiSender.change(whole).to(sender)).isTrue();
                assertThat(DrasiSender.change(half).to(sender)).isTrue();
                assertThat(DrasiSender.items(List.of(new SentDiff("no-such", 1, 1, "r1", null, 21)))
                                .to(sender))
                        .isFalse();
            }
            assertThat(server.get("/metrics").body().lines().toList())
                    .contains(
                            "afterimage_query_rows{query=\"hot-rooms\"} 1.0",
                            "afterimage_query_sequence{query=\"hot-rooms\"} 1.0",
                            "afterimage_feed_held_parts 1.0",
                            "afterimage_feed_query_held_parts{query=\"hot-rooms\"} 1.0",
                            "afterimage_feed_query_emissions_total{query=\"hot-rooms\"} 1.0",
                            "afterimage_feed_query_condition{condition=\"holding\",query=\"hot-rooms\"} 1.0")
                    .anyMatch(line -> line.startsWith("afterimage_sqlite"))
                    .anyMatch(line -> line.startsWith("afterimage_http_requests_seconds_count{route=\"feed\","))
                    .anyMatch(line -> line.startsWith(
                            "afterimage_grpc_requests_seconds_count{status=\"OK\"," + "success=\"false\"}"));
        }
    }
}
