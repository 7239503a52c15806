package io.afterimage.drasi;

import io.afterimage.LiveResultsStore;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a feed. Not thread-safe; one thread at a time. */
public final class DrasiFeedBuilder {

    final LiveResultsStore store;
    final Map<String, QuerySettings> queries = new TreeMap<>();
    private @Nullable Function<String, QuerySettings> unknownQueries;
    FeedLimits limits = FeedLimits.DEFAULT;
    Clock clock = Clock.systemUTC();
    boolean timer = true;

    DrasiFeedBuilder(LiveResultsStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Adds a query.
     *
     * @param settings how it is fed
     * @return this builder
     */
    public DrasiFeedBuilder query(QuerySettings settings) {
        queries.put(settings.queryId(), settings);
        return this;
    }

    /**
     * Allows queries that are not configured. They are refused unless told.
     *
     * @param settings how a query is fed, by its id
     * @return this builder
     */
    public DrasiFeedBuilder unknownQueries(Function<String, QuerySettings> settings) {
        unknownQueries = Objects.requireNonNull(settings, "settings");
        return this;
    }

    /**
     * Sets how much is held.
     *
     * @param bounds the limits; {@link FeedLimits#DEFAULT} unless told
     * @return this builder
     */
    public DrasiFeedBuilder limits(FeedLimits bounds) {
        limits = Objects.requireNonNull(bounds, "bounds");
        return this;
    }

    /**
     * Sets the clock that idle times are measured with.
     *
     * @param wallClock the clock; the system's unless told
     * @return this builder
     */
    public DrasiFeedBuilder clock(Clock wallClock) {
        clock = Objects.requireNonNull(wallClock, "wallClock");
        return this;
    }

    /**
     * Leaves the time to the caller, who calls {@link DrasiFeed#tick}.
     *
     * @return this builder
     */
    public DrasiFeedBuilder withoutTimer() {
        timer = false;
        return this;
    }

    /**
     * Opens the feed: goes on with what the store holds.
     *
     * @return the feed, to be closed by the caller before the store
     * @throws io.afterimage.AfterimageException if the store cannot be read
     */
    public DrasiFeed open() {
        DrasiFeed feed = new DrasiFeed(this);
        return timer ? feed.started() : feed;
    }

    /** The settings of every query that may be fed. */
    Function<String, Optional<QuerySettings>> settings() {
        Map<String, QuerySettings> configured = Map.copyOf(queries);
        Function<String, QuerySettings> unknown = unknownQueries;
        return queryId -> {
            QuerySettings known = configured.get(queryId);
            return known != null || unknown == null || !Limits.isQueryId(queryId)
                    ? Optional.ofNullable(known)
                    : Optional.of(unknown.apply(queryId));
        };
    }
}
