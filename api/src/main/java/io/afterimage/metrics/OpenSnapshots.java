package io.afterimage.metrics;

import io.afterimage.Snapshot;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Counts the open snapshots and knows how old they are. It holds them weakly, so that one that was never closed can still
 * be found and reported by the store. Thread-safe.
 */
final class OpenSnapshots {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Clock clock;

    /** When each was opened, on the clock's monotonic time. Guarded by itself. */
    private final Map<MeteredSnapshot, Long> openedAt = Collections.synchronizedMap(new WeakHashMap<>());

    OpenSnapshots(MeterRegistry registry, Tags tags, Clock clock) {
        this.clock = clock;
        Gauge.builder("afterimage.snapshots.open", this, OpenSnapshots::count)
                .description("Snapshots that are open")
                .tags(tags)
                .register(registry);
        Gauge.builder("afterimage.snapshots.oldest.age", this, OpenSnapshots::oldestAgeSeconds)
                .description("Age of the oldest open snapshot")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
    }

    Snapshot track(Snapshot snapshot) {
        MeteredSnapshot metered = new MeteredSnapshot(snapshot, this);
        openedAt.put(metered, clock.monotonicTime());
        return metered;
    }

    void closed(MeteredSnapshot snapshot) {
        openedAt.remove(snapshot);
    }

    /** The store is closed, and all of them with it. */
    void allClosed() {
        openedAt.clear();
    }

    private double count() {
        return openedAt.size();
    }

    private double oldestAgeSeconds() {
        long now = clock.monotonicTime();
        synchronized (openedAt) {
            return openedAt.values().stream()
                            .mapToLong(opened -> now - opened)
                            .max()
                            .orElse(0)
                    / NANOS_PER_SECOND;
        }
    }
}
