package io.afterimage.reactions;

import static io.afterimage.reactions.ReactionState.FAILED;
import static io.afterimage.reactions.ReactionState.LIVE;
import static io.afterimage.reactions.ReactionState.RETRYING;
import static io.afterimage.reactions.ReactionState.STOPPED;
import static io.afterimage.reactions.RuntimeBench.NOON;
import static io.afterimage.reactions.RuntimeBench.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.CorruptStoreException;
import io.afterimage.StoreClosedException;
import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A handler that fails at emission 7, three times or for ever; and everything else that can fail. */
class FailingHandlerTest {

    private static final ReactionOptions TRIGGER = ReactionOptions.withoutSnapshot();
    private static final ReactionOptions COPY = ReactionOptions.needingSnapshot();
    private static final Duration LONG = Duration.ofMinutes(1);

    private final RuntimeBench bench = new RuntimeBench(100);

    @Test
    void threeFailures_areRetriedWithBackOff_andTheOrderIsKept() {
        bench.reaction.failing(7, 3);
        RunningReaction running = bench.start(TRIGGER);
        bench.publishAndSettle(9);
        assertThat(status(running).state()).isEqualTo(RETRYING);
        assertThat(status(running).failure()).containsInstanceOf(IOException.class);
        bench.time.pass(Duration.ofMillis(100 + 200 + 399));
        assertThat(status(running).state()).isEqualTo(RETRYING);
        assertThat(bench.checkpoint()).isEqualTo(6);
        bench.time.pass(Duration.ofMillis(1));
        assertThat(status(running).state()).isEqualTo(LIVE);
        assertThat(status(running).failure()).isEmpty();
        assertThat(bench.reaction.log).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(bench.checkpoints.history).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(status(running).counts().failedAttempts()).isEqualTo(3);
    }

    @Test
    void failureForEver_underStrict_stopsBeforeTheEmission_alsoAfterRestarts() {
        bench.reaction.failing(7, Integer.MAX_VALUE);
        RunningReaction running = bench.start(TRIGGER);
        bench.publish(9);
        bench.time.pass(LONG);
        assertThat(status(running).state()).isEqualTo(FAILED);
        assertThat(status(running).failure().orElseThrow())
                .isInstanceOf(ReactionStoppedException.class)
                .hasCauseInstanceOf(IOException.class)
                .hasMessage("The reaction stopped after a failure. Reaction: recorder. Query: orders. Policy: STRICT."
                        + " While: handling the emission at generation 1, sequence 7, config 4d. Attempts: 4."
                        + " Checkpoint: generation 1, sequence 6, config 4d. Found: java.io.IOException: emission 7 is not"
                        + " wanted. Next: remove the cause and start it again; it goes on after the checkpoint.");
        for (int restart = 0; restart < 3; restart++) {
            bench.stop(running);
            running = bench.start(TRIGGER);
            bench.time.pass(LONG);
        }
        assertThat(bench.reaction.log).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(bench.checkpoint()).isEqualTo(6);
        bench.stop(running);
        bench.reaction.failing(7, 0);
        bench.start(TRIGGER);
        assertThat(bench.reaction.log).endsWith("6", "7", "8", "9");
    }

    @Test
    void failureForEver_underAutoSkipGap_becomesADeadLetter_andTheRestGoesOn() {
        bench.reaction.failing(7, Integer.MAX_VALUE);
        RunningReaction running = bench.start(TRIGGER.policy(RecoveryPolicy.AUTO_SKIP_GAP));
        bench.publish(9);
        bench.time.pass(LONG);
        assertThat(bench.reaction.log).containsExactly("1", "2", "3", "4", "5", "6", "8", "9");
        assertThat(bench.deadLetters).singleElement().satisfies(letter -> {
            assertThat(letter.emission().sequence()).isEqualTo(7);
            assertThat(letter.attempts()).isEqualTo(4);
            assertThat(letter.failure()).hasMessage("emission 7 is not wanted");
            assertThat(letter.givenUpAt()).isEqualTo(NOON);
        });
        assertThat(status(running).counts().deadLetters()).isEqualTo(1);
        assertThat(status(running).failure()).isEmpty();
        assertThat(bench.checkpoint()).isEqualTo(9);
    }

    @Test
    void failureForEver_underAutoReset_isPassedByASnapshotThatHasIt() {
        bench.reaction.failing(7, Integer.MAX_VALUE);
        bench.start(COPY.policy(RecoveryPolicy.AUTO_RESET));
        bench.publish(9);
        bench.time.pass(LONG);
        assertThat(bench.reaction.log)
                .containsExactly(
                        "bootstrap FRESH_START at 0 (0 rows)",
                        "1",
                        "2",
                        "3",
                        "4",
                        "5",
                        "6",
                        "bootstrap RESET at 9 (9 rows)");
        assertThat(bench.checkpoint()).isEqualTo(9);
    }

    @Test
    void failingDeadLetters_stopTheReactionBeforeTheEmission() {
        bench.reaction.failing(1, Integer.MAX_VALUE);
        RunningReaction running = bench.builder()
                .deadLetters(letter -> {
                    throw new StoreUnavailableException("The disk is full.", null);
                })
                .build()
                .start(bench.reaction, TRIGGER.policy(RecoveryPolicy.AUTO_SKIP_GAP), List.of(bench.feed));
        bench.time.settle();
        bench.publish(2);
        bench.time.pass(LONG);
        assertThat(status(running).failure().orElseThrow()).hasMessageContaining("recording the dead letter");
        assertThat(bench.reaction.log).isEmpty();
        assertThat(bench.checkpoint()).isZero();
    }

    @Test
    void checkpointThatCannotBeWritten_isTriedAgain_withoutRepeatingTheEffect() {
        RunningReaction running = bench.start(TRIGGER);
        bench.checkpoints.failNextWrites(3);
        bench.publish(2);
        bench.time.pass(LONG);
        assertThat(bench.reaction.log).containsExactly("1", "2");
        assertThat(status(running).state()).isEqualTo(LIVE);
    }

    @Test
    void checkpointThatCanNeverBeWritten_stopsTheReaction() {
        RunningReaction running = bench.start(TRIGGER);
        bench.checkpoints.failNextWrites(Integer.MAX_VALUE);
        bench.publish(2);
        bench.time.pass(LONG);
        assertThat(bench.reaction.log).containsExactly("1");
        assertThat(status(running).failure().orElseThrow())
                .hasMessageContaining("writing the checkpoint")
                .hasCauseInstanceOf(StoreUnavailableException.class);
        assertThat(bench.checkpoint()).isZero();
    }

    @Test
    void failingBootstrap_isRetried_thenStopsTheReaction_andLeavesNoCheckpoint() {
        bench.publish(1);
        bench.reaction.failingBootstraps(6);
        RunningReaction first = bench.start(COPY);
        bench.time.pass(LONG);
        assertThat(status(first).failure().orElseThrow()).hasMessageContaining("bootstrapping");
        assertThat(bench.checkpoint()).isEqualTo(-1);
        bench.stop(first);
        bench.start(COPY);
        bench.time.pass(LONG);
        assertThat(bench.reaction.log).containsExactly("bootstrap FRESH_START at 1 (1 rows)");
        assertThat(bench.feed.snapshots()).isEqualTo(7);
    }

    @Test
    void interruptedReset_isDoneAgain_andNotTakenForTheOldEffect() {
        bench.reaction.failing(2, 4).failingBootstraps(4);
        RunningReaction first = bench.start(TRIGGER);
        bench.publishAndSettle(1);
        bench.stop(first);
        RunningReaction second = bench.start(COPY.policy(RecoveryPolicy.AUTO_RESET));
        bench.publish(2);
        bench.time.pass(LONG);
        assertThat(status(second).state()).isEqualTo(FAILED);
        assertThat(bench.checkpoint()).isEqualTo(-1);
        bench.stop(second);
        bench.start(COPY.policy(RecoveryPolicy.AUTO_RESET));
        assertThat(bench.reaction.log).containsExactly("1", "bootstrap FRESH_START at 3 (3 rows)");
    }

    @Test
    void feedThatIsUnavailable_isWaitedFor_howeverLongItTakes() {
        bench.feed.fail(20, () -> new StoreUnavailableException("The host is away.", null));
        RunningReaction running = bench.start(TRIGGER);
        bench.time.pass(Duration.ofSeconds(5));
        assertThat(status(running).state()).isEqualTo(RETRYING);
        assertThat(status(running).failure().orElseThrow()).hasMessage("The host is away.");
        bench.time.pass(LONG);
        assertThat(status(running).state()).isEqualTo(LIVE);
    }

    @Test
    void feedThatIsClosed_orBroken_stopsTheReaction() {
        bench.feed.fail(1, () -> new StoreClosedException("The store is closed."));
        RunningReaction closed = bench.start(TRIGGER);
        assertThat(status(closed).failure().orElseThrow()).hasMessageContaining("Attempts: 1.");
        bench.feed.fail(9, () -> CorruptStoreException.ofQuery("orders", "A stray byte.", null));
        RunningReaction broken = bench.start(TRIGGER);
        bench.time.pass(LONG);
        assertThat(status(broken).failure().orElseThrow()).hasMessageContaining("Attempts: 4.");
    }

    @Test
    void close_duringTheHandler_finishesTheEmissionAndItsCheckpoint() {
        CompletableFuture<RunningReaction> self = new CompletableFuture<>();
        Reaction closing = new Reaction() {
            @Override
            public String reactionId() {
                return "recorder";
            }

            @Override
            public void handle(Emission emission) {
                bench.reaction.log.add("handled " + emission.sequence());
                self.join().close(); // does not wait for itself
            }
        };
        RunningReaction running = bench.builder().build().start(closing, TRIGGER, List.of(bench.feed));
        self.complete(running);
        bench.time.settle();
        bench.publishAndSettle(3);
        assertThat(bench.reaction.log).containsExactly("handled 1");
        assertThat(bench.checkpoint()).isEqualTo(1);
        assertThat(status(running).state()).isEqualTo(STOPPED);
    }

    @Test
    void close_betweenAttempts_leavesTheEmissionForTheNextStart() {
        bench.reaction.failing(1, 1);
        RunningReaction running = bench.start(TRIGGER);
        bench.publishAndSettle(1);
        bench.stop(running);
        assertThat(status(running).state()).isEqualTo(STOPPED);
        assertThat(bench.checkpoint()).isZero();
        bench.start(TRIGGER);
        assertThat(bench.reaction.log).containsExactly("1");
    }

    @Test
    void close_withAnUnwrittenCheckpoint_writesItOrSaysWhyNot() {
        RunningReaction running = bench.start(TRIGGER);
        bench.checkpoints.failNextWrites(1);
        bench.publishAndSettle(1);
        bench.stop(running);
        assertThat(status(running).state()).isEqualTo(STOPPED);
        assertThat(bench.checkpoint()).isEqualTo(1);
        RunningReaction second = bench.start(TRIGGER);
        bench.checkpoints.failNextWrites(2);
        bench.publishAndSettle(1);
        bench.stop(second);
        assertThat(status(second).state()).isEqualTo(FAILED);
        assertThat(bench.checkpoint()).isEqualTo(1);
    }

    @Test
    void errorOfTheMachine_stopsTheReaction() {
        Reaction dying = new Reaction() {
            @Override
            public String reactionId() {
                return "recorder";
            }

            @Override
            public void handle(Emission emission) {
                throw new StackOverflowError("deep");
            }
        };
        RunningReaction running = bench.builder().build().start(dying, TRIGGER, List.of(bench.feed));
        bench.time.settle();
        bench.publishAndSettle(1);
        assertThat(status(running).failure().orElseThrow()).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(bench.checkpoint()).isZero();
    }
}
