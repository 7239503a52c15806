package io.afterimage.mirror;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/** How a mirror was opened. Immutable. */
record MirrorSettings(
        ConflictStrategy strategy,
        Map<String, ConflictStrategy> strategies,
        Duration tombstones,
        EventRetention retention,
        long cacheBytes,
        Clock clock,
        Signatures signatures,
        LongSupplier newLife,
        boolean readOnly) {

    ConflictStrategy strategyOf(String resource) {
        return strategies.getOrDefault(resource, strategy);
    }
}
