package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.Position;
import io.afterimage.StoreUnavailableException;
import io.afterimage.tck.TroubledStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A commit that fails hands out nothing, whatever has become of it. */
class LiveQueryTroubleTest {

    private static final List<RowDiff> DIFFS = List.of(new RowDiff.Added(1, new byte[] {1}));

    private final InMemoryLiveResultsStore memory = new InMemoryLiveResultsStore();
    private final TroubledStore store = new TroubledStore(memory);
    private final LiveQuery query = LiveQuery.over(store, "orders").open();
    private final HeardNews heard = new HeardNews();

    LiveQueryTroubleTest() {
        query.subscribe(heard);
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void aCommitThatFails_tellsNobody_andTheNextTakesItsSequence() {
        query.publish(List.of(), Map.of("log", new byte[] {9}));
        store.failBeforeCommit(new StoreUnavailableException("No room.", null));
        assertThatThrownBy(() -> query.publish(DIFFS)).isInstanceOf(StoreUnavailableException.class);
        assertThat(heard.news).isEmpty();

        query.publish(DIFFS);
        assertThat(heard.news).containsExactly("emitted at 1/1/0");
        assertThat(query.sourcePositions())
                .as("what was to travel along still does")
                .containsOnlyKeys("log");
    }

    @Test
    void aCommitWhoseOutcomeIsUnknown_tellsNobody_andAfterReopeningThePositionTells() {
        store.failAfterCommit(new OutcomeUnknownException("The engine failed.", null));
        assertThatThrownBy(() -> query.publish(DIFFS)).isInstanceOf(OutcomeUnknownException.class);
        assertThat(heard.news).isEmpty();

        LiveQuery reopened = LiveQuery.over(memory, "orders").open();
        assertThat(reopened.head()).as("it was written").isEqualTo(new Position(1, 1, 0));
        assertThat(reopened.publish(DIFFS).sequence()).isEqualTo(2);
    }
}
