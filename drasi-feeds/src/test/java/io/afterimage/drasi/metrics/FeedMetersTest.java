package io.afterimage.drasi.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.drasi.Delivery;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.QuerySettings;
import io.afterimage.drasi.RawJson;
import io.afterimage.drasi.RowChange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void everyMeter_followsTheStatus() {
        try (InMemoryLiveResultsStore store = InMemoryLiveResultsStore.with().open()) {
            DrasiFeed feed = DrasiFeed.over(store)
                    .query(QuerySettings.of("q"))
                    .unknownQueries(QuerySettings::of)
                    .withoutTimer()
                    .open();
            try (feed) {
                new FeedMeters(feed, Set.of("q")).bindTo(registry);
                feed.receive(List.of(part("q", 1, 1), part("q", 2, 2), part("made up", 1, 1)));
                feed.receive(List.of(part("q", 1, 1)));

                assertThat(value("afterimage.feed.open")).isEqualTo(1);
                assertThat(value("afterimage.feed.held.parts")).isEqualTo(1);
                assertThat(value("afterimage.feed.held.bytes")).isPositive();
                assertThat(value("afterimage.feed.query.sequence")).isEqualTo(1);
                assertThat(value("afterimage.feed.query.held.parts")).isEqualTo(1);
                assertThat(registry.get("afterimage.feed.query.condition")
                                .tag("condition", "holding")
                                .gauge()
                                .value())
                        .isEqualTo(1);
                assertThat(registry.get("afterimage.feed.query.emissions")
                                .functionCounter()
                                .count())
                        .isEqualTo(1);
                assertThat(registry.get("afterimage.feed.query.duplicates")
                                .functionCounter()
                                .count())
                        .isEqualTo(1);
                assertThat(registry.getMeters())
                        .noneMatch(meter -> "made up".equals(meter.getId().getTag("query")));
            }
            assertThat(value("afterimage.feed.open")).isZero();
        }
    }

    private double value(String name) {
        return registry.get(name).gauge().value();
    }

    private static Delivery part(String query, long sequence, int count) {
        RowChange change =
                new RowChange.Put(null, RawJson.parse("{\"a\":1}".getBytes(UTF_8)), new RowChange.Hint(sequence, null));
        return new Delivery.Part(query, sequence, change, count, null, Map.of());
    }
}
