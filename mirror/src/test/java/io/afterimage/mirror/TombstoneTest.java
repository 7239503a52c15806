package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.del;
import static io.afterimage.mirror.Samples.payload;
import static io.afterimage.mirror.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long the dead stay dead, and from where they go on. */
class TombstoneTest {

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();

    private MirrorStore open(LiveResultsStore store, Duration tombstones) {
        return MirrorStore.over(store).clock(clock).tombstones(tombstones).open();
    }

    private static int stored(MirrorStore mirror) {
        try (MirrorExport export = mirror.export()) {
            return export.tombstones().size();
        }
    }

    @ParameterizedTest
    @EnumSource
    void lateUpsert_doesNotRaiseTheDead_untilTheTombstoneIsOver(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, Duration.ofDays(1))) {
            mirror.apply(DeltaBatch.of(put("r", "1", 1, "1"), put("r", "1", 2, "2"), del("r", "1", 9)));
            clock.move(Duration.ofDays(1).minusNanos(1));
            assertThat(mirror.apply(DeltaBatch.of(put("r", "1", 8, "8"))).outcomes())
                    .containsExactly(new DeltaOutcome(4, false, "last-write-wins: older", 3));
            assertThat(mirror.count("r")).isZero();
            assertThat(stored(mirror)).isEqualTo(1);
            clock.move(Duration.ofNanos(1));
            assertThat(mirror.apply(DeltaBatch.of(put("r", "1", 8, "8"))).outcomes())
                    .containsExactly(new DeltaOutcome(5, true, "last-write-wins: absent", 1));
            assertThat(stored(mirror)).isZero();
            assertThat(mirror.count("r")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void newerUpsert_goesOnFromTheTombstonesVersion_andEndsIt(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, Duration.ofDays(1))) {
            mirror.apply(DeltaBatch.of(put("r", "1", 1, "1"), del("r", "1", 2), put("r", "1", 3, "3")));
            assertThat(mirror.record("r", "1")).map(MirroredRecord::version).contains(3L);
            assertThat(stored(mirror)).isZero();
            mirror.apply(DeltaBatch.of(del("r", "1", 4)));
            clock.move(Duration.ofHours(25)); // the first tombstone's time and the second one's
            mirror.apply(DeltaBatch.of(put("r", "2", 1, "1")));
            assertThat(stored(mirror)).isZero();
            assertThat(store.rowCount(MirrorQueries.EXPIRY)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutTombstones_theDeadComeBack_asVersionOne(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, Duration.ZERO)) {
            mirror.apply(DeltaBatch.of(put("r", "1", 1, "1"), del("r", "1", 9), put("r", "1", 2, "2")));
            assertThat(payload(mirror, "r", "1")).contains("2");
            assertThat(mirror.record("r", "1")).map(MirroredRecord::version).contains(1L);
            assertThat(stored(mirror)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void deleteOfWhatIsNotThere_isApplied_andKeepsOlderOnesOut(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, Duration.ofDays(1))) {
            mirror.apply(DeltaBatch.of(del("r", "1", 9), put("r", "1", 2, "2")));
            assertThat(mirror.record("r", "1")).isEmpty();
            assertThat(mirror.resource("r")).map(ResourceInfo::records).contains(0L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void expiry_isBoundedPerBatch_andIsDoneInTheEnd(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store, Duration.ofDays(1))) {
            List<Delta> deletes = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                deletes.add(del("r", "id-" + i, 1));
            }
            mirror.apply(DeltaBatch.of(deletes));
            clock.move(Duration.ofDays(2));
            int before = stored(mirror);
            List<Integer> perBatch = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                mirror.apply(DeltaBatch.of(put("r", "other", i, "" + i)));
                int left = stored(mirror);
                perBatch.add(before - left);
                before = left;
            }
            assertThat(perBatch).startsWith(66, 66, 66, 66, 66, 66, 66, 38, 0);
            assertThat(store.rowCount(MirrorQueries.TOMBSTONES)).isZero();
            assertThat(store.rowCount(MirrorQueries.EXPIRY)).isZero();
        }
    }
}
