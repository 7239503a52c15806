package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.payload;
import static io.afterimage.mirror.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.RefusedException;
import io.afterimage.mirror.source.Pacing;
import io.afterimage.mirror.source.Pulled;
import io.afterimage.mirror.source.SourceContentException;
import io.afterimage.mirror.source.SourceRefusedException;
import io.afterimage.mirror.source.SourceUnavailableException;
import io.afterimage.mirror.source.StaticSource;
import io.afterimage.mirror.source.SyncSource;
import io.afterimage.mirror.source.TestTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a syncer does with sources, good and bad ones. */
@Timeout(60)
class SyncerTest {

    private final List<String> told = new ArrayList<>();
    private InMemoryLiveResultsStore store;
    private MirrorStore mirror;

    @BeforeEach
    void start() {
        store = new InMemoryLiveResultsStore();
        mirror = MirrorStore.over(store).open();
    }

    @AfterEach
    void stop() {
        mirror.close();
        store.close();
    }

    /** A source whose answer follows from the cursor. */
    private static SyncSource source(String id, Answering answering) {
        return new SyncSource() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Pulled pull(@Nullable String cursor) throws InterruptedException {
                return answering.answer(cursor == null ? 0 : Integer.parseInt(cursor));
            }
        };
    }

    private interface Answering {
        Pulled answer(int cursor) throws InterruptedException;
    }

    /** Batches of one delta each: a record's versions 1 to {@code last}. */
    private static SyncSource counting(String id, int last) {
        return source(
                id,
                at -> at < last
                        ? new Pulled(
                                List.of(put("things", id, at + 1, String.valueOf(at + 1))),
                                String.valueOf(at + 1),
                                at + 1 < last)
                        : Pulled.nothing());
    }

    private final SyncListener listener = new SyncListener() {
        @Override
        public void committed(SyncReport soFar) {
            told.add("committed " + soFar.source() + " " + soFar.total().applied());
        }

        @Override
        public void ended(SyncReport report) {
            told.add("ended " + report.source() + " " + report.failure().isPresent());
        }
    };

    private Syncer syncer(SyncSource... sources) {
        return Syncer.over(mirror).sources(List.of(sources)).listener(listener).open();
    }

    @Test
    void sync_appliesBatchAfterBatch_eachWithItsCursor() throws InterruptedException {
        try (Syncer syncer = syncer(counting("a", 3))) {
            SyncReport report = syncer.sync("a");
            assertThat(report.total()).isEqualTo(new ResourceCounts(3, 3, 0));
            assertThat(report.resources()).containsOnlyKeys("things");
            assertThat(report.batches()).isEqualTo(3);
            assertThat(report.cursor()).contains("3");
            assertThat(report.failure()).isEmpty();
            assertThat(told).containsExactly("committed a 1", "committed a 2", "committed a 3", "ended a false");
            assertThat(mirror.cursor("a", "*").map(CursorInfo::cursor)).contains("3");
            assertThat(mirror.record("things", "a").map(MirroredRecord::version))
                    .contains(3L);

            assertThat(syncer.sync("a").batches()).isZero();
            assertThat(mirror.head()).isEqualTo(3);
        }
    }

    @Test
    void severalSources_bringOneResource() throws InterruptedException {
        SyncSource first = StaticSource.of("a", List.of(put("things", "1", 5, "1"), put("other", "1", 5, "1")));
        SyncSource second = StaticSource.ofBatches(
                "b", List.of(List.of(put("things", "2", 5, "2")), List.of(put("things", "1", 4, "0"))));
        try (Syncer syncer = syncer(first, second)) {
            List<SyncReport> reports = syncer.syncAll();
            assertThat(reports).extracting(SyncReport::source).containsExactly("a", "b");
            assertThat(reports.get(1).resources().get("things")).isEqualTo(new ResourceCounts(2, 1, 1));
            assertThat(mirror.count("things")).isEqualTo(2);
            assertThat(mirror.cursors()).isEmpty();
        }
    }

    @Test
    void sourceThatFails_doesNotStopTheOthers_andResumes() throws InterruptedException {
        boolean[] broken = {true};
        SyncSource failing = source("a", at -> {
            if (at == 2 && broken[0]) {
                throw new SourceUnavailableException("down", null);
            }
            return counting("a", 4).pull(String.valueOf(at));
        });
        try (Syncer syncer = syncer(failing, counting("b", 2))) {
            List<SyncReport> reports = syncer.syncAll();
            assertThat(reports.get(0).failure()).containsInstanceOf(SourceUnavailableException.class);
            assertThat(reports.get(0).total().applied()).isEqualTo(2);
            assertThat(reports.get(0).cursor()).contains("2");
            assertThat(reports.get(1).failure()).isEmpty();
            assertThatThrownBy(() -> syncer.sync("a")).isInstanceOf(SourceUnavailableException.class);

            broken[0] = false;
            assertThat(syncer.sync("a").total().applied()).isEqualTo(2);
            assertThat(mirror.record("things", "a").map(MirroredRecord::version))
                    .contains(4L);
        }
    }

    @Test
    void cursorsThatStandStillOrGoRound_end() {
        for (int circle : new int[] {1, 2, 3, 10}) {
            SyncSource round = source("round", at -> Pulled.more(List.of(), String.valueOf(1 + at % circle)));
            SyncSource full = source(
                    "full", at -> Pulled.more(List.of(put("things", "x", 1, "1")), String.valueOf(1 + at % circle)));
            try (Syncer syncer = syncer(round, full)) {
                assertThatThrownBy(() -> syncer.sync("round")).isInstanceOf(SourceContentException.class);
                assertThatThrownBy(() -> syncer.sync("full")).isInstanceOf(SourceContentException.class);
                assertThat(mirror.record("things", "x").map(MirroredRecord::version))
                        .contains(1L);
            }
        }
    }

    @Test
    void emptyAnswerWithoutACursor_ends_thoughItSaysThereIsMore() throws InterruptedException {
        try (Syncer syncer = syncer(source("a", at -> Pulled.more(List.of(), null)))) {
            assertThat(syncer.sync("a").batches()).isZero();
        }
    }

    @Test
    void syncFromStart_ignoresTheCursor() throws InterruptedException {
        try (Syncer syncer = syncer(counting("a", 3))) {
            syncer.sync("a");
            assertThat(syncer.syncFromStart("a").total()).isEqualTo(new ResourceCounts(3, 0, 3));
            assertThat(mirror.record("things", "a").map(MirroredRecord::version))
                    .contains(3L);
        }
    }

    @Test
    void whatIsWrongByTheCaller_isATypedError() throws InterruptedException {
        assertThatThrownBy(() -> syncer(counting("a", 1), counting("a", 1))).isInstanceOf(RefusedException.class);
        Syncer syncer = syncer(counting("a", 1));
        assertThatThrownBy(() -> syncer.sync("b"))
                .isInstanceOf(UnknownSourceException.class)
                .hasMessageContaining("one of [a]");
        assertThatThrownBy(() -> syncer.follow("b", Pacing.every(Duration.ofDays(1))))
                .isInstanceOf(UnknownSourceException.class);
        syncer.close();
        syncer.close();
        assertThatThrownBy(() -> syncer.sync("a")).isInstanceOf(SyncerClosedException.class);
        assertThatThrownBy(syncer::syncAll).isInstanceOf(SyncerClosedException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void interrupt_endsASync_betweenBatches_andItResumes() throws InterruptedException {
        SyncSource interrupting = source("a", at -> {
            if (at == 1) {
                Thread.currentThread().interrupt();
            }
            return counting("a", 4).pull(String.valueOf(at));
        });
        try (Syncer syncer = syncer(interrupting)) {
            assertThatThrownBy(() -> syncer.sync("a")).isInstanceOf(InterruptedException.class);
            assertThat(mirror.cursor("a", "*").map(CursorInfo::cursor)).contains("2");
            syncer.sync("a");
            assertThat(mirror.record("things", "a").map(MirroredRecord::version))
                    .contains(4L);
        }
    }

    @Test
    void close_breaksOffAPull_andWaitsForIt() throws InterruptedException {
        CountDownLatch pulling = new CountDownLatch(1);
        SyncSource hanging = source("a", at -> {
            pulling.countDown();
            new CountDownLatch(1).await();
            return Pulled.nothing();
        });
        Syncer syncer = syncer(hanging);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(
                () -> failure.set(catchThrowableOfType(SyncerClosedException.class, () -> syncer.sync("a"))));
        thread.start();
        pulling.await();
        assertThatThrownBy(() -> syncer.sync("a"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("already");
        syncer.close();
        assertThat(told).containsExactly("ended a true");
        thread.join();
        assertThat(failure.get()).isNotNull();
    }

    @Test
    void following_commitsAsItComes_restsBetween_andResumes() throws InterruptedException {
        TestTime time = new TestTime();
        BlockingQueue<Integer> given = new LinkedBlockingQueue<>();
        SyncSource slow = source("a", at -> counting("a", given.take()).pull(String.valueOf(at)));
        given.addAll(List.of(2, 2, 2, 3));
        CountDownLatch third = new CountDownLatch(3);
        SyncListener counting = new SyncListener() {
            @Override
            public void committed(SyncReport soFar) {
                third.countDown();
            }
        };
        try (Syncer syncer = Syncer.over(mirror).source(slow).listener(counting).open()) {
            Following following = syncer.follow("a", new Pacing(Duration.ofSeconds(10), time));
            third.await();
            assertThat(mirror.cursor("a", "*").map(CursorInfo::cursor)).contains("3");
            assertThat(following.isRunning()).isTrue();
            assertThat(time.pauses()).contains(Duration.ofSeconds(10));
            assertThatThrownBy(() -> syncer.sync("a")).isInstanceOf(RefusedException.class);
            assertThat(syncer.syncAll().get(0).failure()).containsInstanceOf(RefusedException.class);
            following.close();
            assertThat(following.isRunning()).isFalse();
            assertThat(following.awaitEnd().failure()).isEmpty();
            assertThat(following.report().total().applied()).isEqualTo(3);

            given.add(4);
            assertThat(syncer.sync("a").total().applied()).isEqualTo(1);
        }
        assertThat(mirror.record("things", "a").map(MirroredRecord::version)).contains(4L);
    }

    @Test
    void following_waitsForASourceThatIsDown_andEndsWithOneThatRefuses() throws InterruptedException {
        TestTime time = new TestTime();
        BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
        failures.add(new SourceUnavailableException("down", null));
        failures.add(new SourceUnavailableException("down", null));
        failures.add(new SourceRefusedException("no", null));
        SyncSource failing = source("a", at -> {
            throw failures.remove();
        });
        List<SyncReport> faltered = new ArrayList<>();
        SyncListener noting = new SyncListener() {
            @Override
            public void faltered(SyncReport soFar) {
                faltered.add(soFar);
            }
        };
        try (Syncer syncer =
                Syncer.over(mirror).source(failing).listener(noting).open()) {
            Following following = syncer.follow("a", new Pacing(Duration.ofSeconds(10), time));
            assertThat(following.awaitEnd().failure()).containsInstanceOf(SourceRefusedException.class);
            assertThat(faltered).hasSize(2);
            assertThat(time.pauses()).hasSize(2);
            following.close();
        }
    }

    @Test
    void closingTheSyncer_endsWhatItFollows_alsoFromItsOwnListener() throws InterruptedException {
        AtomicReference<Syncer> self = new AtomicReference<>();
        SyncListener closing = new SyncListener() {
            @Override
            public void committed(SyncReport soFar) {
                Objects.requireNonNull(self.get()).close();
            }
        };
        CountDownLatch ready = new CountDownLatch(1);
        SyncSource source = source("a", at -> {
            ready.await();
            return counting("a", 9).pull(String.valueOf(at));
        });
        self.set(Syncer.over(mirror).source(source).listener(closing).open());
        Following following = Objects.requireNonNull(self.get()).follow("a", Pacing.every(Duration.ofDays(1)));
        ready.countDown();
        assertThat(following.awaitEnd().total().applied()).isEqualTo(1);
        Objects.requireNonNull(self.get()).close();
        assertThat(payload(mirror, "things", "a")).contains("1");
    }

    @Test
    void closingWhileItRests_endsTheFollowing() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        SyncSource idle = source("a", at -> {
            asked.countDown();
            return Pulled.nothing();
        });
        Syncer syncer = syncer(idle);
        Following following = syncer.follow("a", Pacing.every(Duration.ofDays(1)));
        asked.await();
        syncer.close();
        assertThat(following.isRunning()).isFalse();
        assertThat(following.report().failure()).isEmpty();
    }
}
