package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotCacheTest {

    private static final int ROWS = 20_000;
    private static final int ASKERS = 16;

    private final InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();
    private final LiveQuery query = LiveQuery.over(store, "orders").open();
    private final CountedFeed feed = new CountedFeed(query);
    private final SnapshotCache cache = SnapshotCache.of(16 << 20);

    SnapshotCacheTest() {
        query.publish(IntStream.range(0, ROWS)
                .mapToObj(i -> new RowDiff.Added(i * 0x9E37_79B9_7F4A_7C15L, new byte[i % 200]))
                .toList());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void manyWhoAskAtOnce_shareOneReading() throws Exception {
        List<Row> expected = rows(query.readSnapshot());
        feed.holdReads();
        List<List<Row>> answers = atOnce(() -> rows(cache.snapshot(feed)));
        assertThat(feed.reads()).isEqualTo(1);
        assertThat(answers).hasSize(ASKERS).allSatisfy(rows -> assertThat(rows).isEqualTo(expected));
    }

    @Test
    void whoAsksLater_getsTheSameRows_untilTheQueryMovesOn() {
        List<Row> first = rows(cache.snapshot(feed));
        assertThat(rows(cache.snapshot(feed))).isEqualTo(first);
        assertThat(feed.reads()).isEqualTo(1);

        query.publish(List.of(new RowDiff.Removed(0, null)));
        assertThat(rows(cache.snapshot(feed))).hasSize(ROWS - 1);
        assertThat(feed.reads()).isEqualTo(2);
    }

    @Test
    void aQueryThatMovesOnBeforeTheReading_isSharedWhereItStandsThen() {
        feed.beforeNextRead(() -> query.publish(List.of(new RowDiff.Removed(0, null))));
        try (Snapshot snapshot = cache.snapshot(feed);
                Snapshot later = cache.snapshot(feed)) {
            assertThat(snapshot.position()).isEqualTo(new Position(1, 2, 0));
            assertThat(later.position()).isEqualTo(new Position(1, 2, 0));
        }
        assertThat(feed.reads()).isEqualTo(1);
    }

    @Test
    void aQueryThatMovedToWhereItIsReadAlready_isAskedAgain() {
        feed.beforeNextRead(() -> {
            query.publish(List.of(new RowDiff.Removed(0, null)));
            cache.snapshot(feed).close(); // somebody else is faster
        });
        try (Snapshot snapshot = cache.snapshot(feed)) {
            assertThat(snapshot.rowCount()).isEqualTo(ROWS - 1);
        }
        assertThat(feed.reads())
                .as("the one that was given up, and the one that was shared")
                .isEqualTo(2);
        assertThat(cache.keptBytes()).isLessThan(8 << 20);
    }

    @Test
    void aReadingThatFails_failsForAllWhoWait_andNothingIsKept() throws Exception {
        StoreUnavailableException trouble = new StoreUnavailableException("The file cannot be read.", null);
        feed.holdReads();
        feed.failReads(trouble);
        List<Throwable> answers = atOnce(() -> {
            try (Snapshot snapshot = cache.snapshot(feed)) {
                return new AssertionError("A snapshot at " + snapshot.position());
            } catch (StoreUnavailableException e) {
                return e;
            }
        });
        assertThat(answers)
                .hasSize(ASKERS)
                .allSatisfy(error -> assertThat(error).isSameAs(trouble));
        assertThat(cache.keptBytes()).isZero();
        feed.healReads();
        assertThat(rows(cache.snapshot(feed))).as("the next one reads").hasSize(ROWS);
    }

    @Test
    void aResultBeyondTheBound_isReadUnshared() {
        SnapshotCache small = SnapshotCache.of(ROWS * 50L); // signatures fit, bytes do not
        SnapshotCache tiny = SnapshotCache.of(1);
        for (SnapshotCache bounded : List.of(small, tiny)) {
            assertThat(rows(bounded.snapshot(feed))).isEqualTo(rows(query.readSnapshot()));
            assertThat(bounded.keptBytes()).isLessThanOrEqualTo(1_024);
            assertThat(bounded.bytesBeingRead()).isZero();
        }
        int reads = feed.reads();
        rows(small.snapshot(feed));
        assertThat(feed.reads()).as("it is known to be too large").isEqualTo(reads + 1);
    }

    @Test
    void keptResults_stayWithinTheBound() {
        SnapshotCache bounded = SnapshotCache.of(5 << 20);
        for (int i = 0; i < 10; i++) {
            rows(bounded.snapshot(feed));
            query.publish(List.of(new RowDiff.Added(i, new byte[i])));
            assertThat(bounded.keptBytes()).isBetween(1L, 5L << 20);
        }
    }

    @Test
    void twoReadingsThatDoNotFitTogether_oneIsReadUnshared() {
        LiveQuery other = LiveQuery.over(store, "other").open();
        other.publish(IntStream.range(0, ROWS)
                .mapToObj(i -> new RowDiff.Added(i, new byte[100]))
                .toList());
        CountedFeed otherFeed = new CountedFeed(other);
        SnapshotCache bounded = SnapshotCache.of(3 << 20);
        feed.inTheMiddleOfNextRead(
                () -> assertThat(rows(bounded.snapshot(otherFeed))).hasSize(ROWS));
        assertThat(rows(bounded.snapshot(feed))).hasSize(ROWS);
        assertThat(feed.reads()).isEqualTo(1);
        assertThat(otherFeed.reads()).as("tried, then read alone").isEqualTo(2);
        assertThat(bounded.bytesBeingRead()).isZero();
    }

    @Test
    void aResultThatNobodyAskedFor_isForgottenAfterAMinute() {
        AtomicLong nanos = new AtomicLong();
        Ticker ticker = nanos::get;
        SnapshotCache ticking = SnapshotCache.of(16 << 20, ticker);
        rows(ticking.snapshot(feed));
        nanos.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(ticking.keptBytes()).isZero();
    }

    @Test
    void forget_letsTheNextOneRead() {
        rows(cache.snapshot(feed));
        cache.forget("another");
        rows(cache.snapshot(feed));
        assertThat(feed.reads()).isEqualTo(1);
        cache.forget("orders");
        rows(cache.snapshot(feed));
        assertThat(feed.reads()).isEqualTo(2);
    }

    @Test
    void feedsOfOneName_areNotMistakenForOneAnother() {
        try (InMemoryLiveResultsStore another = new InMemoryLiveResultsStore()) {
            LiveQuery namesake = LiveQuery.over(another, "orders").open();
            namesake.publish(List.of(new RowDiff.Added(1, new byte[0])));
            assertThat(namesake.head()).isEqualTo(query.head());
            assertThat(rows(cache.snapshot(feed))).hasSize(ROWS);
            assertThat(rows(cache.snapshot(namesake))).hasSize(1);
        }
    }

    @Test
    void rowsOfAnUnchangedPosition_areIndependentOfTheStore() {
        try (Snapshot snapshot = cache.snapshot(feed)) {
            store.applyMutations("orders", List.of(RowMutation.delete(0)));
            store.close();
            assertThat(snapshot.toList()).hasSize(ROWS);
        }
    }

    @Test
    void aWaiterThatIsInterrupted_saysSo_andTheOthersGoOn() throws Exception {
        feed.holdReads();
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try {
            Future<List<Row>> reader = threads.submit(() -> rows(cache.snapshot(feed)));
            feed.awaitHeldRead();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> cache.snapshot(feed)).isInstanceOf(StoreUnavailableException.class);
            assertThat(Thread.interrupted()).isTrue();
            feed.releaseReads();
            assertThat(reader.get()).hasSize(ROWS);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aBoundBelowOneByte_isRefused() {
        assertThatThrownBy(() -> SnapshotCache.of(0)).isInstanceOf(RefusedException.class);
    }

    /** Asks from many threads; the reading begins only when all of them are on their way. */
    private <T> List<T> atOnce(Callable<T> question) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(ASKERS);
        CountDownLatch underWay = new CountDownLatch(ASKERS);
        try {
            List<Future<T>> askers = new ArrayList<>();
            for (int i = 0; i < ASKERS; i++) {
                askers.add(threads.submit(() -> {
                    underWay.countDown();
                    return question.call();
                }));
            }
            underWay.await();
            feed.awaitHeads(ASKERS);
            feed.releaseReads();
            List<T> answers = new ArrayList<>();
            for (Future<T> asker : askers) {
                answers.add(asker.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Row> rows(Snapshot opened) {
        try (Snapshot snapshot = opened) {
            return snapshot.toList();
        }
    }
}
