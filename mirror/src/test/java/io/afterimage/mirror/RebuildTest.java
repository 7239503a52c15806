package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.del;
import static io.afterimage.mirror.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.RefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mirror made again from the log of another one, on every store. */
class RebuildTest {

    @TempDir
    private Path directory;

    private final TestClock clock = new TestClock();

    private MirrorBuilder mirror(LiveResultsStore store) {
        return MirrorStore.over(store).clock(clock).strategy(ConflictStrategies.mergeJson());
    }

    private static DeltaBatch batch(int round) {
        List<Delta> deltas = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            String payload = "{\"k" + round + "\":" + i + "}";
            deltas.add(
                    (i + round) % 7 == 0
                            ? del("r" + i % 3, "id-" + i, round)
                            : put("r" + i % 3, "id-" + i, round, payload));
        }
        return DeltaBatch.of(deltas).withCursor("crm", "c" + round);
    }

    @ParameterizedTest
    @EnumSource
    void wholeLog_givesTheSameMirror_whichGoesOnLikeIt(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory.resolve("a"));
                LiveResultsStore empty = engine.open(directory.resolve("b"));
                MirrorStore original = mirror(store).open()) {
            for (int round = 0; round < 4; round++) {
                original.apply(batch(round));
                clock.move(Duration.ofHours(1));
            }
            try (MirrorStore rebuilt = mirror(empty).openAsRebuildOf(original)) {
                assertThat(MirrorState.of(rebuilt)).isEqualTo(MirrorState.of(original));
                assertThat(rebuilt.life()).isNotEqualTo(original.life());
                assertThat(rebuilt.apply(batch(9))).isEqualTo(original.apply(batch(9)));
                assertThat(MirrorState.of(rebuilt)).isEqualTo(MirrorState.of(original));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutLog_needsAStartState(TestEngine engine) {
        try (LiveResultsStore store = engine.open(directory.resolve("a"));
                LiveResultsStore empty = engine.open(directory.resolve("b"));
                LiveResultsStore other = engine.open(directory.resolve("c"));
                MirrorStore original =
                        mirror(store).eventRetention(800, Duration.ofDays(1)).open()) {
            original.apply(batch(0));
            original.apply(batch(1));
            MirrorExport start = original.export();
            original.apply(batch(2));
            assertThatThrownBy(() -> mirror(empty).openAsRebuildOf(original))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("does not reach back");
            try (MirrorStore rebuilt = mirror(other).openAsRebuildOf(start, original)) {
                assertThat(MirrorState.of(rebuilt).records())
                        .isEqualTo(MirrorState.of(original).records());
                assertThat(MirrorState.of(rebuilt).tombstones())
                        .isEqualTo(MirrorState.of(original).tombstones());
                assertThat(rebuilt.eventsAfter(0, 10)).isEqualTo(new EventRead.Lag(0, 1_401, 2_100));
            }
            start.close();
        }
    }
}
