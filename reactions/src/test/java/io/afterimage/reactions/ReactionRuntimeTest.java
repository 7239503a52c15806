package io.afterimage.reactions;

import static io.afterimage.reactions.ReactionState.FAILED;
import static io.afterimage.reactions.ReactionState.LIVE;
import static io.afterimage.reactions.ReactionState.STOPPED;
import static io.afterimage.reactions.RuntimeBench.QUERY;
import static io.afterimage.reactions.RuntimeBench.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.afterimage.Position;
import io.afterimage.RefusedException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starting, following, restarting and stopping. */
class ReactionRuntimeTest {

    private static final ReactionOptions TRIGGER = ReactionOptions.withoutSnapshot();
    private static final ReactionOptions COPY = ReactionOptions.needingSnapshot();

    private final RuntimeBench bench = new RuntimeBench(100);

    @Test
    void freshTrigger_startsAtTheHead_andDoesNotReplayHistory() {
        bench.publish(3);
        RunningReaction running = bench.start(TRIGGER);
        bench.publishAndSettle(2);
        assertThat(bench.reaction.log).containsExactly("4", "5");
        assertThat(bench.checkpoints.history).containsExactly(3L, 4L, 5L);
        assertThat(status(running).state()).isEqualTo(LIVE);
        assertThat(status(running).lag()).isZero();
    }

    @Test
    void freshCopy_bootstraps_thenFollows() {
        bench.publish(3);
        bench.start(COPY);
        bench.publishAndSettle(1);
        assertThat(bench.reaction.log).containsExactly("bootstrap FRESH_START at 3 (3 rows)", "4");
        assertThat(bench.checkpoints.history).containsExactly(-1L, 3L, 4L);
    }

    @Test
    void restartedReaction_goesOnAfterItsCheckpoint() {
        RunningReaction first = bench.start(TRIGGER);
        bench.publishAndSettle(2);
        bench.stop(first);
        assertThat(status(first).state()).isEqualTo(STOPPED);
        bench.publish(3);
        bench.start(TRIGGER);
        bench.publishAndSettle(1);
        assertThat(bench.reaction.log).containsExactly("1", "2", "3", "4", "5", "6");
    }

    @Test
    void restartAtTheHead_replaysNothing() {
        RunningReaction first = bench.start(TRIGGER);
        bench.publishAndSettle(2);
        bench.stop(first);
        RunningReaction second = bench.start(TRIGGER);
        assertThat(bench.reaction.log).containsExactly("1", "2");
        assertThat(status(second).counts().handled()).isZero();
        assertThat(status(second).checkpoint().sequence()).isEqualTo(2);
    }

    @Test
    void emissionsDuringTheStart_areSeenOnce() {
        bench.publish(2);
        bench.checkpoints.put("recorder", QUERY, new Position(1, 1, 77));
        bench.feed.afterNextSubscription(() -> bench.publish(2));
        RunningReaction running = bench.start(TRIGGER);
        assertThat(bench.reaction.log).containsExactly("2", "3", "4");
        assertThat(status(running).counts().duplicates()).isEqualTo(2);
    }

    @Test
    void headThatMovesBeforeTheSnapshot_isPartOfIt() {
        bench.publish(2);
        bench.feed.beforeNextSnapshot(() -> bench.publish(2));
        RunningReaction running = bench.start(COPY);
        bench.publishAndSettle(1);
        assertThat(bench.reaction.log).containsExactly("bootstrap FRESH_START at 4 (4 rows)", "5");
        assertThat(status(running).counts().duplicates()).isEqualTo(2);
    }

    @Test
    void fullBuffer_isReplacedByTheOutbox_andNothingIsLost() {
        RunningReaction running = bench.start(TRIGGER.limits(2, 3));
        bench.publishAndSettle(20);
        assertThat(bench.reaction.log).hasSize(20).startsWith("1", "2", "3").endsWith("19", "20");
        assertThat(status(running).counts().gapsHealed()).isEqualTo(1);
        bench.publishAndSettle(1);
        assertThat(bench.reaction.log).endsWith("20", "21");
    }

    @Test
    void lostEmission_isHealedFromTheOutbox_whenTheNextOneComes() {
        RunningReaction running = bench.start(TRIGGER);
        bench.feed.lose(true);
        bench.publishAndSettle(2);
        bench.feed.lose(false);
        bench.publishAndSettle(1);
        assertThat(bench.reaction.log).containsExactly("1", "2", "3");
        assertThat(status(running).counts().gapsHealed()).isEqualTo(1);
    }

    @Test
    void lostLastEmission_isFoundByTheHeadCheck() {
        RunningReaction running = bench.start(TRIGGER);
        bench.feed.lose(true);
        bench.publishAndSettle(2);
        assertThat(bench.reaction.log).isEmpty();
        bench.time.pass(Duration.ofSeconds(2));
        assertThat(bench.reaction.log).containsExactly("1", "2");
        assertThat(status(running).counts().gapsHealed()).isEqualTo(1);
    }

    @Test
    void idleReaction_doesNothingAtHeadChecks() {
        RunningReaction running = bench.start(TRIGGER);
        bench.time.pass(Duration.ofMinutes(1));
        assertThat(status(running).counts()).isEqualTo(new QueryStatus.Counts(0, 0, 0, 0, 0, 0));
    }

    @Test
    void oneQueryThatFails_doesNotStopTheOther() {
        LiveQuery other = LiveQuery.over(bench.store, "customers").open();
        RunningReaction running = bench.builder()
                .build()
                .start(bench.reaction.failing(1, 4), TRIGGER, List.of(bench.feed, new TroubledFeed(other, true)));
        bench.time.settle();
        bench.publish(1);
        bench.time.pass(Duration.ofSeconds(5));
        other.publish(List.of(new RowDiff.Removed(1, null)));
        other.publish(List.of(new RowDiff.Removed(2, null)));
        bench.time.settle();
        assertThat(bench.reaction.log).containsExactly("1", "2");
        assertThat(running.status().values())
                .extracting(QueryStatus::queryId, QueryStatus::state)
                .containsExactly(tuple(QUERY, FAILED), tuple("customers", LIVE));
    }

    @Test
    void contradictions_areRefusedByName_andNothingStarts() {
        ReactionRuntime runtime = bench.builder().build();
        assertThatThrownBy(() -> runtime.start(bench.reaction, TRIGGER.policy(RecoveryPolicy.AUTO_RESET), feeds()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("NO_SNAPSHOT_WITH_AUTO_RESET")
                .hasMessageContaining("recorder")
                .hasMessageContaining(QUERY);
        assertThatThrownBy(() -> runtime.start(bench.reaction, TRIGGER, List.of(bench.query)))
                .hasMessageContaining("DURABLE_REACTION_ON_VOLATILE_QUERY");
        assertThatThrownBy(() -> runtime.start(bench.reaction, TRIGGER, List.of()))
                .hasMessageContaining("follows no query");
        assertThatThrownBy(() -> runtime.start(bench.reaction, TRIGGER, List.of(bench.feed, bench.feed)))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> ReactionRuntime.builder().build().start(bench.reaction, TRIGGER, feeds()))
                .hasMessageContaining("nowhere to keep checkpoints");
        assertThatThrownBy(() -> ReactionRuntime.builder()
                        .checkpoints(bench.checkpoints)
                        .build()
                        .start(bench.reaction, TRIGGER.policy(RecoveryPolicy.AUTO_SKIP_GAP), feeds()))
                .hasMessageContaining("nowhere to record them");
        bench.time.settle();
        assertThat(bench.checkpoints.history).isEmpty();
    }

    @Test
    void sameName_runsOnce_andAgainAfterItsEnd() {
        ReactionRuntime runtime = bench.builder().build();
        RunningReaction first = runtime.start(bench.reaction, TRIGGER, feeds());
        assertThatThrownBy(() -> runtime.start(bench.reaction, TRIGGER, feeds()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is running");
        bench.stop(first);
        RunningReaction second = runtime.start(bench.reaction, TRIGGER, feeds());
        bench.time.settle();
        assertThat(status(second).state()).isEqualTo(LIVE);
    }

    @Test
    void closedReaction_hearsNothingMore() {
        RunningReaction running = bench.start(TRIGGER);
        bench.stop(running);
        bench.publishAndSettle(1);
        bench.time.pass(Duration.ofMinutes(1));
        assertThat(bench.reaction.log).isEmpty();
        running.close();
        assertThat(status(running).state()).isEqualTo(STOPPED);
    }

    private List<EmissionFeed> feeds() {
        return List.of(bench.feed);
    }
}
