package io.afterimage.reactions;

import static io.afterimage.reactions.ReactionOptions.Persistence.VOLATILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.RefusedException;
import org.junit.jupiter.api.Test;

/** Terms that exclude each other are found, and only those. */
class ContradictionTest {

    private static final ReactionOptions TRIGGER = ReactionOptions.withoutSnapshot();

    @Test
    void needAndPolicy_excludeEachOtherTwice() {
        assertThat(Contradiction.between(SnapshotNeed.NEEDS_SNAPSHOT, RecoveryPolicy.AUTO_SKIP_GAP))
                .contains(Contradiction.SNAPSHOT_WITH_AUTO_SKIP_GAP);
        assertThat(Contradiction.between(SnapshotNeed.NO_SNAPSHOT, RecoveryPolicy.AUTO_RESET))
                .contains(Contradiction.NO_SNAPSHOT_WITH_AUTO_RESET);
        assertThat(Contradiction.between(SnapshotNeed.NEEDS_SNAPSHOT, RecoveryPolicy.AUTO_RESET))
                .isEmpty();
        assertThat(Contradiction.between(SnapshotNeed.NO_SNAPSHOT, RecoveryPolicy.AUTO_SKIP_GAP))
                .isEmpty();
        for (SnapshotNeed need : SnapshotNeed.values()) {
            assertThat(Contradiction.between(need, RecoveryPolicy.STRICT)).isEmpty();
        }
    }

    @Test
    void durableReaction_needsDurableCheckpoints() {
        assertThat(Contradiction.in(TRIGGER, new HeldCheckpoints(false), feed(true)))
                .contains(Contradiction.DURABLE_REACTION_ON_VOLATILE_CHECKPOINTS);
        assertThat(Contradiction.in(TRIGGER.persistence(VOLATILE), new HeldCheckpoints(false), feed(true)))
                .isEmpty();
    }

    @Test
    void durableReaction_needsADurableQuery() {
        EmissionFeed forgetful = feed(false);
        assertThat(Contradiction.in(TRIGGER, new HeldCheckpoints(true), forgetful))
                .contains(Contradiction.DURABLE_REACTION_ON_VOLATILE_QUERY);
        assertThat(Contradiction.in(TRIGGER.persistence(VOLATILE), new HeldCheckpoints(true), forgetful))
                .isEmpty();
    }

    @Test
    void limitsWithoutRoom_areRefused() {
        assertThatThrownBy(() -> TRIGGER.limits(0, 1)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> TRIGGER.limits(1, 0))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("0 outbox entries per read");
    }

    private static EmissionFeed feed(boolean durable) {
        return new TroubledFeed(
                LiveQuery.over(new InMemoryLiveResultsStore(), "q").open(), durable);
    }
}
