package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.StoreClosedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Following the log. */
class EventSubscriptionTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void follower_besideAWriter_getsEveryEventOnceInOrder(TestEngine engine) throws Exception {
        int batches = 100;
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = MirrorStore.over(store).open();
                EventSubscription all = mirror.subscribe(0, EventFilter.ALL)) {
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<List<Long>> followed = thread.submit(() -> follow(all, 3L * batches));
                for (int i = 0; i < batches; i++) {
                    mirror.apply(DeltaBatch.of(put("r", "1", i, "1"), put("r", "1", -1, "1"), put("r", "2", i, "2")));
                }
                assertThat(followed.get())
                        .isEqualTo(
                                LongStream.rangeClosed(1, 3L * batches).boxed().toList());
            } finally {
                thread.shutdownNow();
            }
        }
    }

    private static List<Long> follow(EventSubscription subscription, long end) throws InterruptedException {
        List<Long> sequences = new ArrayList<>();
        while (subscription.position() < end) {
            EventRead.Page page = (EventRead.Page) subscription.next(LONG);
            page.events().forEach(event -> sequences.add(event.sequence()));
        }
        return sequences;
    }

    @ParameterizedTest
    @EnumSource
    void appliedOnly_leavesSkippedOnesOut_andStillMoves(TestEngine engine) throws Exception {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = MirrorStore.over(store).open()) {
            mirror.apply(DeltaBatch.of(put("r", "0", 5, "1")));
            EventSubscription applied = mirror.subscribe(mirror.head(), EventFilter.APPLIED);
            mirror.apply(DeltaBatch.of(put("r", "1", 5, "1"), put("r", "1", 4, "1"), put("r", "0", 6, "1")));
            assertThat(((EventRead.Page) applied.poll()).events())
                    .extracting(MirrorEvent::sequence)
                    .containsExactly(2L, 4L);
            mirror.apply(DeltaBatch.of(put("r", "1", 3, "1")));
            EventRead.Page skipped = (EventRead.Page) applied.next(LONG);
            assertThat(skipped.events()).isEmpty();
            assertThat(skipped.complete()).isTrue();
            assertThat(applied.position()).isEqualTo(5);
            assertThat(((EventRead.Page) applied.next(Duration.ZERO)).events()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void slowFollower_isToldHowFarItLags_andMayGoOn(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = MirrorStore.over(store)
                        .eventRetention(4, Duration.ofDays(1))
                        .open();
                EventSubscription slow = mirror.subscribe(0, EventFilter.ALL)) {
            for (int i = 0; i < 10; i++) {
                mirror.apply(DeltaBatch.of(put("r", "1", i, "1"), put("r", "2", i, "2")));
            }
            EventRead.Lag lag = new EventRead.Lag(0, 17, 20);
            assertThat(slow.poll()).isEqualTo(lag);
            assertThat(slow.poll()).isEqualTo(lag);
            slow.moveTo(lag.earliest() - 1);
            assertThat(((EventRead.Page) slow.poll()).events())
                    .extracting(MirrorEvent::sequence)
                    .containsExactly(17L, 18L, 19L, 20L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void close_wakesUpWhoeverWaits(TestEngine engine) throws Exception {
        try (LiveResultsStore store = engine.open(directory)) {
            MirrorStore mirror = MirrorStore.over(store).open();
            EventSubscription subscription = mirror.subscribe(0, EventFilter.ALL);
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<EventRead> waiting = thread.submit(() -> subscription.next(LONG));
                mirror.close();
                assertThatThrownBy(waiting::get).hasCauseInstanceOf(StoreClosedException.class);
            } finally {
                thread.shutdownNow();
            }
        }
    }
}
