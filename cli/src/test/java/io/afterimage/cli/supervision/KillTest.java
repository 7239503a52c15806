package io.afterimage.cli.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class KillTest {
    @Property
    void schedule_killsEveryTime_beforeTheStreamIsOver(
            @ForAll @LongRange(min = 100, max = 1_000_000) long events,
            @ForAll @IntRange(max = 40) int kills,
            @ForAll long seed) {
        List<Kill> schedule = Kill.schedule(events, kills, seed, 200);

        assertThat(schedule).hasSize(kills).allSatisfy(kill -> {
            assertThat(kill.atEvent()).isBetween(1L, events);
            assertThat(kill.holdAt()).isBetween(kill.atEvent(), events);
            assertThat(kill.delayMicros()).isBetween(0L, 20_000L);
        });
        assertThat(schedule.stream().map(Kill::atEvent)).isSorted();
    }

    @Test
    void schedule_dependsOnTheSeedAlone() {
        assertThat(Kill.schedule(10_000, 5, 1, 200)).isEqualTo(Kill.schedule(10_000, 5, 1, 200));
        assertThat(Kill.schedule(10_000, 5, 1, 200)).isNotEqualTo(Kill.schedule(10_000, 5, 2, 200));
    }
}
