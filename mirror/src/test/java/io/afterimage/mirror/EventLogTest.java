package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the event log keeps, drops and tells of it. */
class EventLogTest {

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();

    private MirrorStore open(LiveResultsStore store, long maxEvents, Duration maxAge) {
        return MirrorStore.over(store)
                .clock(clock)
                .eventRetention(maxEvents, maxAge)
                .open();
    }

    private static DeltaBatch batch(int from, int count) {
        return DeltaBatch.of(IntStream.range(from, from + count)
                .mapToObj(i -> put("r" + i % 2, "id" + i % 5, i, "" + i))
                .toList());
    }

    @ParameterizedTest
    @EnumSource
    void retentionByCount_dropsTheOldestEntries_andKeepsTheCountsExact(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, 10, Duration.ofDays(1))) {
            for (int i = 0; i < 30; i++) {
                mirror.apply(batch(i * 3, 3));
            }
            assertThat(mirror.head()).isEqualTo(90);
            MirrorState state = MirrorState.of(mirror); // counts events per resource
            assertThat(state.events())
                    .hasSize(12)
                    .extracting(MirrorEvent::sequence)
                    .startsWith(79L);
            assertThat(mirror.eventsAfter(77, 100)).isEqualTo(new EventRead.Lag(77, 79, 90));
            assertThat(mirror.eventsAfter(0, 100)).isEqualTo(new EventRead.Lag(0, 79, 90));
            assertThat(((EventRead.Page) mirror.eventsAfter(78, 100)).events()).hasSize(12);
            assertThat(mirror.eventsAfter(91, 100)).isEqualTo(new EventRead.Ahead(91, 90));
            assertThat(((EventRead.Page) mirror.eventsAfter(90, 100)).complete())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void retentionByAge_dropsWhatIsTooOld(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, 1_000, Duration.ofHours(5))) {
            for (int i = 0; i < 20; i++) {
                mirror.apply(batch(i * 2, 2));
                clock.move(Duration.ofHours(1));
            }
            mirror.apply(batch(40, 1));
            assertThat(MirrorState.of(mirror).events()).hasSize(5 * 2 + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "SQLITE"})
    void shrinkingRetention_dropsInBoundedSteps(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, 1_000, Duration.ofDays(1))) {
            for (int i = 0; i < 150; i++) {
                mirror.apply(batch(i, 1));
            }
        }
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, 5, Duration.ofDays(1))) {
            List<Integer> kept = new ArrayList<>();
            for (int i = 150; i < 154; i++) {
                mirror.apply(batch(i, 1));
                kept.add(MirrorState.of(mirror).events().size());
            }
            assertThat(kept).containsExactly(85, 20, 5, 5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void pagesOfAnySize_yieldEveryEventOnce(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, 10_000, Duration.ofDays(1))) {
            int from = 0;
            for (int size : new int[] {1, 700, 3, 20, 1, 1, 520}) {
                mirror.apply(batch(from, size).withCursor("crm", "c" + from));
                from += size;
            }
            for (int limit : new int[] {1, 3, 100, 10_000}) {
                List<Long> sequences = new ArrayList<>();
                List<String> cursors = new ArrayList<>();
                long position = 0;
                while (position < mirror.head()) {
                    EventRead.Page page = (EventRead.Page) mirror.eventsAfter(position, limit);
                    assertThat(page.events()).hasSizeLessThanOrEqualTo(limit);
                    page.events().forEach(event -> sequences.add(event.sequence()));
                    page.cursors().forEach(cursor -> cursors.add(cursor.cursor()));
                    position = page.position();
                }
                assertThat(sequences)
                        .isEqualTo(IntStream.rangeClosed(1, from)
                                .mapToObj(Long::valueOf)
                                .toList());
                assertThat(cursors).containsExactly("c0", "c1", "c701", "c704", "c724", "c725", "c726");
            }
        }
    }
}
