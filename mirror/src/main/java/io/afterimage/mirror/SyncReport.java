package io.afterimage.mirror;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a sync of one source did, so far or in the end. All it counts is committed. Immutable.
 */
public final class SyncReport {

    private final String source;
    private final Map<String, ResourceCounts> resources;
    private final long batches;
    private final @Nullable String cursor;
    private final Duration duration;
    private final @Nullable Throwable failure;

    SyncReport(
            String source,
            Map<String, ResourceCounts> resources,
            long batches,
            @Nullable String cursor,
            Duration duration,
            @Nullable Throwable failure) {
        this.source = source;
        this.resources = Collections.unmodifiableMap(new TreeMap<>(resources));
        this.batches = batches;
        this.cursor = cursor;
        this.duration = duration;
        this.failure = failure;
    }

    /**
     * Whose report it is.
     *
     * @return the source id
     */
    public String source() {
        return source;
    }

    /**
     * What it did to each resource that a delta named.
     *
     * @return the counts, by resource
     */
    public Map<String, ResourceCounts> resources() {
        return resources;
    }

    /**
     * What it did to all resources.
     *
     * @return the counts
     */
    public ResourceCounts total() {
        return resources.values().stream().reduce(ResourceCounts.NONE, ResourceCounts::plus);
    }

    /**
     * How many batches were committed, those that only moved the cursor among them.
     *
     * @return the number
     */
    public long batches() {
        return batches;
    }

    /**
     * Where the source resumes.
     *
     * @return its stored cursor, empty if it has none
     */
    public Optional<String> cursor() {
        return Optional.ofNullable(cursor);
    }

    /**
     * How long it took.
     *
     * @return the time
     */
    public Duration duration() {
        return duration;
    }

    /**
     * Why it ended early; what it counts is there all the same, and the next sync goes on after it.
     *
     * @return the error, empty if all went well
     */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public String toString() {
        ResourceCounts total = total();
        return source + ": " + total.pulled() + " pulled, " + total.applied() + " applied, " + total.skipped()
                + " skipped in " + batches + " batches, " + duration + (failure == null ? "" : ", failed: " + failure);
    }
}
