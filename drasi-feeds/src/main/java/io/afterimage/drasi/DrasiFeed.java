package io.afterimage.drasi;

import io.afterimage.LiveResultsStore;
import io.afterimage.reactions.EmissionFeed;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a real Drasi sends, however a wire splits, joins, repeats and reorders it, and applies every emission to a
 * store exactly once and in sequence order. Thread-safe.
 *
 * <p>What it accepts is durable: applied, or held in the store until its emission is complete. It may be killed at any
 * moment and opened again; a sender that repeats what was not accepted loses nothing and doubles nothing. The limits of
 * that, per wire, are in {@code docs/formats/held-parts.md}.
 *
 * <p>It must be the only writer of its queries. The store stays the caller's: {@link #close} leaves it open.
 */
public final class DrasiFeed implements AutoCloseable {

    private DrasiFeed(Builder builder) {
        Objects.requireNonNull(builder.store);
    }

    /**
     * Starts a feed.
     *
     * @param store where the queries are kept; stays the caller's
     * @return a builder
     */
    public static Builder over(LiveResultsStore store) {
        return new Builder(store);
    }

    /**
     * Takes one request of a wire, of any number of queries.
     *
     * @param request its deliveries, in the order in which they stand in it
     * @return the answer to the request as a whole; a failing store is "not ready", never "refused"
     */
    public FeedAnswer receive(List<? extends Delivery> request) {
        throw new UnsupportedOperationException("" + request.size());
    }

    /**
     * Does what is due by time: completes what is idle, skips and heals gaps. A feed with a timer calls it by itself.
     */
    public void tick() {}

    /**
     * A query, for reactions of this process.
     *
     * @param queryId the query
     * @return its emissions and rows; empty if it is neither configured nor was ever fed
     */
    public Optional<EmissionFeed> query(String queryId) {
        return Optional.empty();
    }

    /**
     * Whether something may be sent for a query.
     *
     * @param queryId the query
     * @return true if it is configured, or unknown ones are allowed
     */
    public boolean knows(String queryId) {
        return queryId.isEmpty();
    }

    /**
     * How the feed and its queries are.
     *
     * @return a moment
     */
    public FeedStatus status() {
        return new FeedStatus(FeedStatus.Condition.OPEN, Optional.empty(), 0, 0, List.of());
    }

    /** Takes no further request, and waits for those that are inside. Idempotent. The store stays open. */
    @Override
    public void close() {}

    /** Collects the settings of a feed. Not thread-safe; one thread at a time. */
    public static final class Builder {

        private final LiveResultsStore store;
        private final Map<String, QuerySettings> queries = new TreeMap<>();
        private @Nullable Function<String, QuerySettings> unknownQueries;
        private FeedLimits limits = FeedLimits.DEFAULT;
        private Clock clock = Clock.systemUTC();
        private boolean timer = true;

        private Builder(LiveResultsStore store) {
            this.store = Objects.requireNonNull(store, "store");
        }

        /**
         * Adds a query.
         *
         * @param settings how it is fed
         * @return this builder
         */
        public Builder query(QuerySettings settings) {
            queries.put(settings.queryId(), settings);
            return this;
        }

        /**
         * Allows queries that are not configured. They are refused unless told.
         *
         * @param settings how a query is fed, by its id
         * @return this builder
         */
        public Builder unknownQueries(Function<String, QuerySettings> settings) {
            unknownQueries = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /**
         * Sets how much is held.
         *
         * @param bounds the limits; {@link FeedLimits#DEFAULT} unless told
         * @return this builder
         */
        public Builder limits(FeedLimits bounds) {
            limits = Objects.requireNonNull(bounds, "bounds");
            return this;
        }

        /**
         * Sets the clock that idle times are measured with.
         *
         * @param wallClock the clock; the system's unless told
         * @return this builder
         */
        public Builder clock(Clock wallClock) {
            clock = Objects.requireNonNull(wallClock, "wallClock");
            return this;
        }

        /**
         * Leaves the time to the caller, who calls {@link DrasiFeed#tick}.
         *
         * @return this builder
         */
        public Builder withoutTimer() {
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
            if (timer && unknownQueries == null && limits == null) {
                throw new IllegalStateException(clock.toString());
            }
            return new DrasiFeed(this);
        }
    }
}
