package io.afterimage.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.QueryId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** The cap of the query tag. */
class QueryGaugesTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void queriesBeyondTheCap_haveNoGauges_oneWarning_andCountInTheSums() {
        Recorder warnings = new Recorder();
        Logger log = Logger.getLogger("io.afterimage.metrics");
        log.addHandler(warnings);
        try (LiveResultsStore store = metered(2)) {
            List.of("a", "b", "c", "d", "c").forEach(queryId -> store.reset(queryId, 0, 0));
            assertThat(registry.get("afterimage.queries").gauge().value()).isEqualTo(4);
        } finally {
            log.removeHandler(warnings);
        }
        assertThat(tagged()).containsExactlyInAnyOrder("a", "b");
        assertThat(warnings.messages).singleElement().asString().contains("First without gauges: c");
    }

    @Test
    void droppedQuery_makesRoomForAnother() {
        try (LiveResultsStore store = metered(1)) {
            store.reset("a", 0, 0);
            store.drop("a");
            store.reset("b", 0, 0);
        }
        assertThat(tagged()).containsExactly("b");
    }

    @Test
    void capOf0_leavesTheQueryTagOut() {
        try (LiveResultsStore store = metered(0)) {
            store.reset("a", 0, 0);
            assertThat(registry.get("afterimage.queries").gauge().value()).isEqualTo(1);
        }
        assertThat(tagged()).isEmpty();
    }

    @Test
    void idsOfAfterimagesOwn_haveNoGauges() {
        try (LiveResultsStore store = metered(2)) {
            store.reset(QueryId.INTERNAL_PREFIX + "checkpoints/audit", 0, 0);
            store.reset("a", 0, 0);
            store.reset("b", 0, 0);
        }
        assertThat(tagged()).containsExactlyInAnyOrder("a", "b");
    }

    private LiveResultsStore metered(int cap) {
        return MeteredLiveResultsStore.over(new InMemoryLiveResultsStore(), registry)
                .maxTaggedQueries(cap)
                .open();
    }

    private List<String> tagged() {
        return registry.find("afterimage.query.rows").gauges().stream()
                .map(gauge -> String.valueOf(gauge.getId().getTag("query")))
                .toList();
    }

    /** Keeps what the logger would print; System.Logger goes to java.util.logging where nothing else is installed. */
    private static final class Recorder extends Handler {

        private final List<String> messages = new ArrayList<>();

        @Override
        public void publish(LogRecord logRecord) {
            messages.add(logRecord.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
