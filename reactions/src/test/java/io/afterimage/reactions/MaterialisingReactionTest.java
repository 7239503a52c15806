package io.afterimage.reactions;

import static io.afterimage.reactions.ReactionState.FAILED;
import static io.afterimage.reactions.ReactionState.LIVE;
import static io.afterimage.reactions.RuntimeBench.QUERY;
import static io.afterimage.reactions.RuntimeBench.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.Retention;
import io.afterimage.Row;
import io.afterimage.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A copy and its checkpoint move together, through every life of the query and of the copy. */
class MaterialisingReactionTest {

    private static final ReactionOptions COPY = ReactionOptions.needingSnapshot()
            .persistence(ReactionOptions.Persistence.VOLATILE)
            .policy(RecoveryPolicy.AUTO_RESET);

    private final RuntimeBench bench = new RuntimeBench(2);
    private final InMemoryLiveResultsStore target = new InMemoryLiveResultsStore();
    private final MaterialisingReaction reaction = copyInto(target);

    private static MaterialisingReaction copyInto(LiveResultsStore target) {
        return MaterialisingReaction.into(target, "copier")
                .named(queryId -> "copy of " + queryId)
                .outbox(Retention.ofEntries(10))
                .build();
    }

    private RunningReaction start() {
        RunningReaction running = bench.builder().build().start(reaction, COPY, List.of(bench.feed));
        bench.time.settle();
        return running;
    }

    private static List<Row> rows(LiveResultsStore store, String queryId) {
        try (Snapshot snapshot = store.readSnapshot(queryId)) {
            return snapshot.toList();
        }
    }

    private void assertCopied() {
        assertThat(rows(target, "copy of orders")).isEqualTo(rows(bench.store, QUERY));
        assertThat(copiedUpTo()).isEqualTo(bench.query.head());
    }

    private Position copiedUpTo() {
        return reaction.ownCheckpoints().orElseThrow().read("copier", QUERY).orElseThrow();
    }

    @Test
    void freshCopy_thenEachEmission_moveRowsAndCheckpointTogether() {
        bench.publish(3);
        RunningReaction running = start();
        assertCopied();
        bench.publishAndSettle(2);
        assertCopied();
        assertThat(target.position("copy of orders")).isEqualTo(new Position(1, 5, 77));
        assertThat(bench.checkpoints.history).isEmpty();
        assertThat(status(running).checkpoint()).isEqualTo(bench.query.head());
    }

    @Test
    void restartedCopy_goesOnWithoutASnapshot() {
        RunningReaction first = start();
        bench.publishAndSettle(1);
        bench.stop(first);
        bench.publish(2);
        start();
        assertCopied();
        assertThat(bench.feed.snapshots()).isEqualTo(1);
    }

    @Test
    void copyBehindTheOutbox_isBuiltAnew_inANewLifeOfTheCopy() {
        RunningReaction first = start();
        bench.publishAndSettle(1);
        bench.stop(first);
        bench.publish(5);
        start();
        bench.publishAndSettle(1);
        assertCopied();
        assertThat(target.position("copy of orders").generation()).isEqualTo(2);
    }

    @Test
    void copyThatLivedLongerThanTheQuery_followsItsNewLife() {
        start();
        bench.publishAndSettle(2);
        for (long hash : new long[] {88, 99}) {
            bench.query.reconfigure(hash);
            bench.publishAndSettle(3);
            assertCopied();
        }
        assertThat(copiedUpTo()).isEqualTo(new Position(3, 3, 99));
        assertThat(target.position("copy of orders").sequence()).isEqualTo(3);
    }

    @Test
    void emissionThatIsInTheCopy_changesNothing() throws Exception {
        start();
        bench.publishAndSettle(1);
        Position before = target.position("copy of orders");
        Emission again = new Emission(
                QUERY, bench.query.head(), RuntimeBench.NOON, List.of(new RowDiff.Removed(1, null)), Map.of());
        reaction.handle(again);
        assertThat(target.position("copy of orders")).isEqualTo(before);
        assertCopied();
    }

    @Test
    void emissionOfAnotherLife_orBeyondTheNext_isAnError() {
        start();
        bench.publishAndSettle(1);
        assertThatThrownBy(() -> reaction.handle(emission(new Position(2, 2, 77))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another life");
        assertThatThrownBy(() -> reaction.handle(emission(new Position(1, 3, 77))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not follow");
        assertCopied();
    }

    private static Emission emission(Position position) {
        return new Emission(QUERY, position, RuntimeBench.NOON, List.of(), Map.of());
    }

    @Test
    void copy_canBeFollowedInTurn() {
        start();
        bench.publishAndSettle(2);
        LiveQuery copy = LiveQuery.over(target, "copy of orders").open();
        RunningReaction follower = bench.builder()
                .build()
                .start(
                        bench.reaction,
                        ReactionOptions.withoutSnapshot().persistence(ReactionOptions.Persistence.VOLATILE),
                        List.of(copy));
        bench.time.settle();
        bench.publishAndSettle(2);
        bench.time.pass(Duration.ofSeconds(2)); // the copy is written beside the live query, which hears nothing
        assertThat(bench.reaction.log).containsExactly("3", "4");
        assertThat(follower.status().get("copy of orders"))
                .extracting(QueryStatus::state)
                .isEqualTo(LIVE);
    }

    @Test
    void copyThatWouldMoveWithoutItsRows_isRefused() {
        RunningReaction running = bench.builder()
                .build()
                .start(
                        reaction,
                        ReactionOptions.withoutSnapshot().persistence(ReactionOptions.Persistence.VOLATILE),
                        List.of(bench.feed));
        bench.time.settle();
        assertThat(status(running).state()).isEqualTo(FAILED);
        assertThat(status(running).failure().orElseThrow()).hasCauseInstanceOf(RefusedException.class);
    }

    @Test
    void volatileTarget_isNoPlaceForADurableCopy() {
        ReactionRuntime runtime = bench.builder().build();
        assertThatThrownBy(() -> runtime.start(reaction, ReactionOptions.needingSnapshot(), List.of(bench.feed)))
                .hasMessageContaining("DURABLE_REACTION_ON_VOLATILE_CHECKPOINTS");
    }

    @Test
    void removedCheckpoint_forgetsTheCopy_andTheNextStartBuildsIt() {
        RunningReaction first = start();
        bench.publishAndSettle(1);
        bench.stop(first);
        reaction.ownCheckpoints().orElseThrow().remove("copier", QUERY);
        assertThat(rows(target, "copy of orders")).isEmpty();
        start();
        assertCopied();
        assertThat(bench.feed.snapshots()).isEqualTo(2);
    }
}
