package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.Retention;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real threads: publishers run against a worker with a small buffer, and closing against both. */
class ReactionRaceTest {

    private static final int PUBLISHERS = 3;
    private static final int EMISSIONS_EACH = 1_000;
    private static final int EMISSIONS = PUBLISHERS * EMISSIONS_EACH;
    private static final ReactionOptions TRIGGER =
            ReactionOptions.withoutSnapshot().persistence(ReactionOptions.Persistence.VOLATILE);

    private final InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();
    private final LiveQuery query = LiveQuery.over(store, "orders")
            .retention(Retention.ofEntries(EMISSIONS))
            .open();
    private final CheckpointStore checkpoints = new InMemoryCheckpointStore();

    /** Writes down sequences; called by one worker at a time, of one runtime after another. */
    private static final class Seen implements Reaction {

        final List<Long> sequences = new ArrayList<>();
        final CountDownLatch all = new CountDownLatch(1);
        private final AtomicBoolean busy = new AtomicBoolean();

        @Override
        public String reactionId() {
            return "seen";
        }

        @Override
        public void handle(Emission emission) {
            assertThat(busy.getAndSet(true)).isFalse();
            sequences.add(emission.sequence());
            busy.set(false);
            if (emission.sequence() == EMISSIONS) {
                all.countDown();
            }
        }
    }

    private ReactionRuntime runtime() {
        return ReactionRuntime.builder().checkpoints(checkpoints).build();
    }

    private CompletableFuture<?> publishFromAll() {
        CompletableFuture<?>[] publishers = new CompletableFuture<?>[PUBLISHERS];
        for (int i = 0; i < PUBLISHERS; i++) {
            publishers[i] = CompletableFuture.runAsync(
                    () -> {
                        for (int n = 0; n < EMISSIONS_EACH; n++) {
                            query.publish(List.of(new RowDiff.Removed(n, null)));
                        }
                    },
                    task -> new Thread(task).start()); // a small common pool would let them take turns
        }
        return CompletableFuture.allOf(publishers);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 10_000})
    void everyEmission_isSeenOnceAndInOrder_whateverTheBufferHolds(int buffered) throws Exception {
        Seen seen = new Seen();
        try (ReactionRuntime runtime = runtime();
                RunningReaction running = runtime.start(seen, TRIGGER.limits(buffered, 7), List.of(query))) {
            awaitCheckpoint(); // from here on nothing is history
            publishFromAll().get(1, TimeUnit.MINUTES);
            assertThat(seen.all.await(1, TimeUnit.MINUTES))
                    .as(running.status().toString())
                    .isTrue();
        }
        assertThat(seen.sequences)
                .isEqualTo(LongStream.rangeClosed(1, EMISSIONS).boxed().toList());
    }

    @Test
    void closingAndStartingAgain_whileOthersPublish_losesAndDoublesNothing() throws Exception {
        Seen seen = new Seen();
        runOnce(seen); // leaves the first checkpoint
        CompletableFuture<?> publishing = publishFromAll();
        while (seen.all.getCount() > 0) {
            runOnce(seen);
        }
        publishing.get(1, TimeUnit.MINUTES);
        assertThat(seen.sequences)
                .isEqualTo(LongStream.rangeClosed(1, EMISSIONS).boxed().toList());
    }

    private void runOnce(Seen seen) {
        try (ReactionRuntime runtime = runtime();
                RunningReaction running = runtime.start(seen, TRIGGER.limits(2, 5), List.of(query))) {
            awaitCheckpoint();
            assertThat(running.status()).containsKey("orders");
        }
    }

    private void awaitCheckpoint() {
        while (checkpoints.read("seen", "orders").isEmpty()) {
            Thread.onSpinWait();
        }
    }
}
