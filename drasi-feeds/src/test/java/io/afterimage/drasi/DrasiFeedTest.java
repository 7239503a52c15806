package io.afterimage.drasi;

import static io.afterimage.drasi.Sent.add;
import static io.afterimage.drasi.Sent.part;
import static io.afterimage.drasi.Sent.remove;
import static io.afterimage.drasi.Sent.update;
import static io.afterimage.drasi.Sent.whole;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.drasi.FeedAnswer.Accepted;
import io.afterimage.drasi.FeedAnswer.NotReady;
import io.afterimage.drasi.FeedAnswer.Refused;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrasiFeedTest {

    private static final Duration IDLE = QuerySettings.DEFAULT_IDLE_TIME;

    private final InMemoryLiveResultsStore store =
            InMemoryLiveResultsStore.with().open();
    private final SetClock clock = new SetClock();
    private DrasiFeed feed = open(QuerySettings.of("q"));

    @AfterEach
    void close() {
        feed.close();
        store.close();
    }

    @Test
    void emissionInOneRequest_isApplied() {
        assertThat(receive(part("q", 1, 2, add(1, "{\"a\":1}")), part("q", 1, 2, add(2, "{\"a\":2}"))))
                .isEqualTo(new Accepted(2, 0, 0));
        assertThat(Lines.rows(store, "q")).containsOnlyKeys("1", "2");
        assertThat(store.position("q").sequence()).isEqualTo(1);
        assertThat(feed.status().heldParts()).isZero();
    }

    @Test
    void splitEmission_isHeldUntilItsCountIsReached_alsoOverARestart() {
        assertThat(receive(part("q", 1, 2, add(1, "{\"a\":1}")))).isEqualTo(new Accepted(0, 1, 0));
        assertThat(Lines.rows(store, "q")).isEmpty();
        reopen();
        assertThat(feed.status().heldParts()).isEqualTo(1);
        assertThat(receive(part("q", 1, 2, add(1, "{\"a\":1}")))).isEqualTo(new Accepted(0, 1, 0)); // may be the second
        assertThat(receive(part("q", 1, 2, add(2, "{\"a\":2}")))).isEqualTo(new Accepted(1, 0, 0));
        assertThat(Lines.rows(store, "q")).containsOnlyKeys("1", "2");
        assertThat(store.rowCount(HeldRows.homeOf("q"))).isZero();
        assertThat(feed.status().heldBytes()).isZero();
    }

    @Test
    void emissionWithoutCount_isCompletedByALaterOne_orByIdleTime() {
        receive(part("q", 1, null, add(1, "{\"a\":1}")));
        assertThat(receive(part("q", 2, null, update(1, "{\"a\":1}", "{\"a\":2}"))))
                .isEqualTo(new Accepted(0, 1, 0));
        assertThat(store.position("q").sequence()).isEqualTo(1);
        feed.tick();
        assertThat(store.position("q").sequence()).isEqualTo(1);
        clock.pass(IDLE);
        feed.tick();
        assertThat(store.position("q").sequence()).isEqualTo(2);
    }

    @Test
    void countThatIsNeverReached_needsALaterOneAndIdleTime() {
        receive(part("q", 1, 3, add(1, "{\"a\":1}")));
        clock.pass(IDLE);
        feed.tick();
        assertThat(store.position("q").sequence()).isZero();
        receive(part("q", 2, 1, remove(1, "{\"a\":1}")));
        feed.tick();
        assertThat(store.position("q").sequence()).isZero();
        clock.pass(IDLE);
        feed.tick();
        assertThat(store.position("q").sequence()).isEqualTo(2);
        assertThat(feed.status("q").orElseThrow().counts().shortEmissions()).isEqualTo(1);
    }

    @Test
    void equalDiffs_countAsFarAsTheCountAllows() {
        feed.close();
        feed = open(QuerySettings.of("q").identity(IdentityRule.always(RowIdentity.ByFullRow.BY_FULL_ROW)));
        receive(part("q", 1, 3, add("{\"a\":1}")));
        receive(part("q", 1, 3, add("{\"a\":1}")));
        receive(part("q", 1, 3, add("{\"a\":2}")));
        assertThat(store.position("q").sequence()).isZero();
        receive(part("q", 2, 1, add("{\"a\":3}")));
        clock.pass(IDLE);
        feed.tick();
        assertThat(store.position("q").sequence()).isEqualTo(2);
        assertThat(feed.status("q").orElseThrow().counts().shortEmissions()).isZero();
    }

    @Test
    void laterEmissions_waitForTheMissingOne() {
        assertThat(receive(whole("q", 2, add(2, "{\"a\":2}")))).isEqualTo(new Accepted(0, 1, 0));
        assertThat(receive(whole("q", 3, add(3, "{\"a\":3}")))).isEqualTo(new Accepted(0, 1, 0));
        assertThat(receive(whole("q", 2, add(2, "{\"a\":2}")))).isEqualTo(new Accepted(0, 0, 1));
        assertThat(receive(whole("q", 1, add(1, "{\"a\":1}")))).isEqualTo(new Accepted(1, 0, 0));
        assertThat(store.position("q").sequence()).isEqualTo(3);
        assertThat(receive(whole("q", 2, add(2, "{\"a\":2}")))).isEqualTo(new Accepted(0, 0, 1));
        assertThat(receive(whole("q", 2, add(2, "{\"a\":7}")))).isInstanceOf(NotReady.class);
        assertThat(feed.status("q").orElseThrow().condition()).isEqualTo(FedQueryStatus.Condition.REGRESSED);
    }

    @Test
    void unknownQuery_isRefused() {
        assertThat(receive(whole("other", 1))).isInstanceOf(Refused.class);
    }

    private FeedAnswer receive(Delivery... request) {
        return feed.receive(List.of(request));
    }

    private void reopen() {
        feed.close();
        feed = open(QuerySettings.of("q"));
    }

    private DrasiFeed open(QuerySettings settings) {
        return DrasiFeed.over(store).query(settings).clock(clock).withoutTimer().open();
    }
}
