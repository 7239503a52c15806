package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.del;
import static io.afterimage.mirror.Samples.put;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch of 200 deltas over three resources, with cursors, skipped deltas, deletes, expired tombstones and dropped events,
 * and the mirror that it is applied to.
 */
final class Batch200 {

    private static final int DELTAS = 200;

    private Batch200() {}

    static MirrorBuilder mirror(LiveResultsStore store, Clock clock) {
        return MirrorStore.over(store)
                .clock(clock)
                .tombstones(Duration.ofHours(1))
                .eventRetention(150, Duration.ofDays(1));
    }

    /** Records, tombstones whose time is over afterwards, and events that will be too many. */
    static void prepare(LiveResultsStore store) {
        TestClock clock = new TestClock();
        try (MirrorStore mirror = mirror(store, clock).open()) {
            for (int i = 0; i < 60; i++) {
                mirror.apply(
                        DeltaBatch.of(put("orders", "o-" + i, 10, "{\"n\":" + i + "}"), del("people", "gone-" + i, 5))
                                .withCursor("crm", "before-" + i));
            }
        }
    }

    /** The clock by which the batch is applied. */
    static TestClock later() {
        TestClock clock = new TestClock();
        clock.move(Duration.ofHours(2));
        return clock;
    }

    static DeltaBatch batch() {
        List<Delta> deltas = new ArrayList<>();
        for (int i = 0; i < DELTAS / 4; i++) {
            deltas.add(put("orders", "o-" + i, i % 2 == 0 ? 20 : 3, "{\"n\":" + -i + "}"));
            deltas.add(put("people", "p-" + i, 20, "{\"name\":\"p\"}"));
            deltas.add(i % 3 == 0 ? del("orders", "o-" + (i + 5), 30) : put("things", "t-" + i, 1, "[" + i + "]"));
            deltas.add(put("people", "gone-" + i, 1, "\"was over\""));
        }
        return DeltaBatch.of(deltas).withCursor("crm", "after").withCursor("crm", "people", "p-after");
    }

    /** What the mirror holds before the batch. */
    static MirrorState before() {
        try (LiveResultsStore store = new InMemoryLiveResultsStore()) {
            prepare(store);
            return MirrorState.of(store, mirror(store, later()));
        }
    }

    /** What it holds after the batch. */
    static MirrorState after() {
        try (LiveResultsStore store = new InMemoryLiveResultsStore()) {
            prepare(store);
            try (MirrorStore mirror = mirror(store, later()).open()) {
                mirror.apply(batch());
                return MirrorState.of(mirror);
            }
        }
    }
}
