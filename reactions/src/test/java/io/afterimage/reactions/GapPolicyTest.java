package io.afterimage.reactions;

import static io.afterimage.reactions.ReactionState.FAILED;
import static io.afterimage.reactions.ReactionState.LIVE;
import static io.afterimage.reactions.RuntimeBench.QUERY;
import static io.afterimage.reactions.RuntimeBench.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.THROWABLE;

import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.RowSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reaction that lags behind an outbox of two emissions, or meets a query that is not the one it left, by policy. */
class GapPolicyTest {

    private static final ReactionOptions TRIGGER = ReactionOptions.withoutSnapshot();
    private static final ReactionOptions COPY = ReactionOptions.needingSnapshot();

    private final RuntimeBench bench = new RuntimeBench(2);

    /** The reaction has handled 3; the query stands at 9 and keeps 8 and 9. */
    private RunningReaction startBehind(ReactionOptions options) {
        bench.publish(9);
        bench.checkpoints.put("recorder", QUERY, new Position(1, 3, 77));
        return bench.start(options);
    }

    @ParameterizedTest
    @EnumSource
    void strict_refusesWithTheNumbersOfTheGap(SnapshotNeed need) {
        ReactionOptions options = need == SnapshotNeed.NEEDS_SNAPSHOT ? COPY : TRIGGER;
        RunningReaction running = startBehind(options);
        assertThat(status(running).state()).isEqualTo(FAILED);
        assertThat(status(running).failure())
                .get()
                .asInstanceOf(THROWABLE)
                .isInstanceOf(ReactionStoppedException.class)
                .hasMessage("The reaction cannot go on from its checkpoint. Reaction: recorder. Query: orders. Policy:"
                        + " STRICT. Standing: older than the outbox (gap). Checkpoint: generation 1, sequence 3, config"
                        + " 4d. Feed's head: generation 1, sequence 9, config 4d. Gap: requested after 3, earliest 8,"
                        + " latest 9, missing 4. Next: Remove the checkpoint, so that the next start "
                        + (need == SnapshotNeed.NEEDS_SNAPSHOT
                                ? "bootstraps, or start with AUTO_RESET."
                                : "begins at the head, or start with AUTO_SKIP_GAP.")
                        + " Keep a longer outbox, so that it covers the reaction's longest absence.");
        assertThat(bench.reaction.log).isEmpty();
        assertThat(bench.checkpoints.history).isEmpty();
        assertThat(bench.checkpoint()).isEqualTo(3);
    }

    @Test
    void autoReset_bootstrapsAndGoesOn() {
        RunningReaction running = startBehind(COPY.policy(RecoveryPolicy.AUTO_RESET));
        bench.publishAndSettle(1);
        assertThat(bench.reaction.log).containsExactly("bootstrap RESET at 9 (9 rows)", "10");
        assertThat(bench.checkpoints.history).containsExactly(-1L, 9L, 10L);
        assertThat(status(running).state()).isEqualTo(LIVE);
    }

    @Test
    void autoSkipGap_goesOnAtTheOldestRetained_andCountsTheSkipped() {
        RunningReaction running = startBehind(TRIGGER.policy(RecoveryPolicy.AUTO_SKIP_GAP));
        bench.publishAndSettle(1);
        assertThat(bench.reaction.log).containsExactly("8", "9", "10");
        assertThat(status(running).counts().skipped()).isEqualTo(4);
        assertThat(bench.checkpoints.history).containsExactly(7L, 8L, 9L, 10L);
    }

    @Test
    void gapAtRunTime_isDecidedByPolicy_whenTheOutboxHasNothingOfIt() {
        RunningReaction strict = bench.start(TRIGGER);
        bench.feed.lose(true);
        bench.publish(5);
        bench.feed.lose(false);
        bench.publishAndSettle(1);
        assertThat(status(strict).failure().orElseThrow())
                .hasMessageContaining("Gap: requested after 0, earliest 5, latest 6, missing 4.");
        bench.stop(strict);
        RunningReaction skipping = bench.start(TRIGGER.policy(RecoveryPolicy.AUTO_SKIP_GAP));
        assertThat(bench.reaction.log).containsExactly("5", "6");
        assertThat(status(skipping).counts().skipped()).isEqualTo(4);
    }

    @Test
    void gapAtRunTime_isHealed_asFarAsTheOutboxReaches() {
        RunningReaction running = bench.start(TRIGGER);
        bench.feed.lose(true);
        bench.publish(1);
        bench.feed.lose(false);
        bench.publishAndSettle(1);
        assertThat(bench.reaction.log).containsExactly("1", "2");
        assertThat(status(running).state()).isEqualTo(LIVE);
    }

    @Test
    void newDefinitionAtRunTime_isPlannedAgain() {
        RunningReaction strict = bench.start(TRIGGER);
        bench.publishAndSettle(2);
        bench.query.reconfigure(88);
        bench.time.settle();
        assertThat(status(strict).failure().orElseThrow())
                .hasMessageContaining("Standing: other generation.")
                .hasMessageContaining("generation 2, sequence 0, config 58");
        assertThat(bench.checkpoint()).isEqualTo(2);
    }

    @Test
    void newDefinitionAtRunTime_resetsACopy() {
        bench.start(COPY.policy(RecoveryPolicy.AUTO_RESET));
        bench.publishAndSettle(2);
        bench.query.reconfigure(88);
        bench.publishAndSettle(1);
        assertThat(bench.reaction.log)
                .containsExactly("bootstrap FRESH_START at 0 (0 rows)", "1", "2", "bootstrap RESET at 1 (1 rows)");
        bench.publishAndSettle(1);
        assertThat(bench.reaction.log).endsWith("2");
        assertThat(bench.checkpoints.read("recorder", QUERY)).contains(new Position(2, 2, 88));
    }

    @Test
    void newLifeAtRunTime_letsATriggerGoOnAtItsHead() {
        RunningReaction running = bench.start(TRIGGER.policy(RecoveryPolicy.AUTO_SKIP_GAP));
        bench.publishAndSettle(2);
        bench.query.reset(77, 0);
        bench.time.settle();
        bench.publishAndSettle(1);
        assertThat(bench.reaction.log).containsExactly("1", "2", "1");
        assertThat(status(running).counts().skipped()).isZero();
    }

    @Test
    void checkpointAheadOfTheHead_isRefused() {
        bench.publish(2);
        bench.checkpoints.put("recorder", QUERY, new Position(1, 5, 77));
        RunningReaction running = bench.start(TRIGGER);
        assertThat(status(running).failure().orElseThrow())
                .hasMessageContaining("Standing: ahead of the head.")
                .hasMessageContaining("Next: Restore the query's store");
    }

    @Test
    void rowsReplacedAtRunTime_areReadAnew_byACopy() {
        bench.start(COPY.policy(RecoveryPolicy.AUTO_RESET));
        bench.publishAndSettle(2);
        bench.query.replaceAll(new Position(1, 9, 77), RowSource.of(List.of(new Row(5, new byte[1]))), Map.of());
        bench.publishAndSettle(1);
        assertThat(bench.reaction.log)
                .containsExactly("bootstrap FRESH_START at 0 (0 rows)", "1", "2", "bootstrap RESET at 10 (2 rows)");
    }

    @Test
    void checkpointFromBeforeTheFirstLife_standsAtItsBeginning() {
        bench.publish(2);
        bench.checkpoints.put("recorder", QUERY, Position.NONE);
        bench.start(TRIGGER);
        assertThat(bench.reaction.log).containsExactly("1", "2");
    }
}
