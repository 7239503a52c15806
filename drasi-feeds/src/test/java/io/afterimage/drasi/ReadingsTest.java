package io.afterimage.drasi;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.drasi.Readings.Effect;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadingsTest {

    private final Readings readings = new Readings();

    @Test
    void differentDiffs_haveOneReading_howeverTheyAreCutAndRepeated() {
        assertThat(add(5, 0, 1, 2)).isEqualTo(Effect.NEW);
        assertThat(add(5, 0, 1)).isEqualTo(Effect.NEW); // could be the last two
        assertThat(add(5, 2, 3)).isEqualTo(Effect.NEW);
        assertThat(readings.complete()).isFalse();
        assertThat(add(5, 3, 4)).isEqualTo(Effect.NEW);
        assertThat(readings.complete()).isTrue();
        assertThat(all()).containsExactly("[0, 1, 2, 3, 4]");
        assertThat(add(5, 1, 2, 3)).isEqualTo(Effect.REPEATED);
    }

    @Test
    void equalDiffs_areReadBothWays_untilTheCountDecides() {
        add(2, 0);
        add(2, 0);
        assertThat(all()).containsExactly("[0]", "[0, 0]");
        assertThat(readings.complete()).isFalse();
        assertThat(readings.reachingCount()).hasToString("[[0, 0]]");
        add(2, 1);
        assertThat(all()).containsExactly("[0, 1]");
        assertThat(readings.complete()).isTrue();
    }

    @Test
    void repeatedRequest_isKnown_evenIfDiffsAreEqual() {
        add(5, 0, 1, 2);
        add(5, 0, 1, 2);
        add(5, 0, 3);
        assertThat(all()).containsExactly("[0, 1, 2, 0, 3]");
        assertThat(readings.complete()).isTrue();
    }

    @Test
    void withoutCount_whatCanBeARepetitionIsOne() {
        add(null, 0, 1);
        assertThat(add(null, 0, 1)).isEqualTo(Effect.REPEATED);
        add(null, 1, 2);
        assertThat(all()).containsExactly("[0, 1, 2]");
        assertThat(readings.complete()).isFalse();
        assertThat(readings.reachingCount()).isEmpty();
    }

    @Test
    void slicesThatOvertookEachOther_areStillAll() {
        add(4, 2, 3);
        add(4, 0, 1);
        assertThat(readings.complete()).isTrue();
        assertThat(add(4, 0, 1, 2, 3)).isEqualTo(Effect.REPEATED);
    }

    @Test
    void slicesThatOvertookEachOther_andAreNotAll_haveNoReading() {
        add(5, 2, 3);
        add(5, 1, 2);
        add(5, 0, 1);
        assertThat(readings.complete()).isFalse();
        assertThat(all()).isEmpty();
        add(5, 4);
        assertThat(all()).containsExactly("[2, 3, 1, 0, 4]");
    }

    @Test
    void whatCannotBelongTogether_changesNothing() {
        add(2, 0, 1);
        assertThat(add(2, 2)).isEqualTo(Effect.CONTRADICTORY);
        assertThat(add(3, 0)).isEqualTo(Effect.CONTRADICTORY);
        assertThat(all()).containsExactly("[0, 1]");
    }

    @Test
    void manyEqualDiffs_areNotToldApart_butTheirNumberIs() {
        for (int i = 0; i < 10; i++) {
            add(1_000, new int[100]);
        }
        assertThat(readings.complete()).isFalse();
        assertThat(readings.all()).hasSize(1);
        assertThat(readings.reachingCount().get(0).size()).isEqualTo(1_000);
        add(1_000, new int[100]);
        assertThat(readings.all()).isEmpty();
    }

    private Effect add(@Nullable Integer count, int... slice) {
        return readings.add(slice, count);
    }

    private List<String> all() {
        return readings.all().stream().map(Reading::toString).toList();
    }
}
