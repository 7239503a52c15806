package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.Position;
import io.afterimage.Retention;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** One query, one reaction and a runtime under manual time; what a test of the runtime stands on. */
final class RuntimeBench {

    static final String QUERY = "orders";
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    static final RetryPolicy FOUR_ATTEMPTS = new RetryPolicy(4, Duration.ofMillis(100), Duration.ofSeconds(1), 0);

    final InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();
    final ManualTime time = new ManualTime();
    final HeldCheckpoints checkpoints = new HeldCheckpoints(true);
    final RecordingReaction reaction = new RecordingReaction();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    final LiveQuery query;
    final TroubledFeed feed;

    RuntimeBench(int outboxCapacity) {
        query = LiveQuery.over(store, QUERY)
                .configHash(77)
                .retention(Retention.ofEntries(outboxCapacity))
                .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                .open();
        feed = new TroubledFeed(query, true);
    }

    ReactionRuntime.Builder builder() {
        return ReactionRuntime.builder()
                .checkpoints(checkpoints)
                .deadLetters(deadLetters::add)
                .retry(FOUR_ATTEMPTS)
                .executor(time)
                .alarm(time)
                .nanoTime(time::nanoTime)
                .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                .random(new Random(1));
    }

    /** Starts the reaction in a new runtime, as after a restart of the process, and lets it do what it can. */
    RunningReaction start(ReactionOptions options) {
        RunningReaction running = builder().build().start(reaction, options, List.of(feed));
        time.settle();
        return running;
    }

    void stop(RunningReaction running) {
        CompletableFuture<Void> end = running.closeLater();
        time.settle();
        assertThat(end).isCompleted();
    }

    /** Publishes so many emissions, each of which adds the row of its own sequence. */
    void publish(int emissions) {
        for (int i = 0; i < emissions; i++) {
            long signature = query.head().sequence() + 1;
            query.publish(List.of(
                    new RowDiff.Added(signature, Long.toString(signature).getBytes(StandardCharsets.UTF_8))));
        }
    }

    void publishAndSettle(int emissions) {
        publish(emissions);
        time.settle();
    }

    static QueryStatus status(RunningReaction running) {
        return Objects.requireNonNull(running.status().get(QUERY));
    }

    long checkpoint() {
        return checkpoints
                .read(reaction.reactionId(), QUERY)
                .map(Position::sequence)
                .orElse(-1L);
    }
}
