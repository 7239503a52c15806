package io.afterimage.drasi;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.reactions.EmissionFeed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

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

    private final LiveResultsStore store;
    private final FeedParts parts;
    private final FeedHealth health = new FeedHealth();
    private final Map<String, FedQuery> queries = new ConcurrentSkipListMap<>();
    private final Function<String, Optional<QuerySettings>> settings;
    private volatile FeedTimer timer = FeedTimer.none();

    /** Shared by calls, exclusive for closing. */
    private final ReadWriteLock closing = new ReentrantReadWriteLock();

    DrasiFeed(DrasiFeedBuilder builder) {
        store = builder.store;
        parts = new FeedParts(store, builder.clock, builder.limits, new HeldLoad());
        settings = builder.settings();
        Set<String> ids = new TreeSet<>(builder.queries.keySet());
        ids.addAll(HeldRows.queriesIn(store));
        ids.forEach(id -> fed(id).ifPresent(this::openKnown));
    }

    /** Lets time pass by itself. */
    DrasiFeed started() {
        timer = FeedTimer.everySecond(this::tickAlways);
        return this;
    }

    private void tickAlways() {
        try {
            tick();
        } catch (RuntimeException e) { // would end the timer; the status tells it
            health.failed(e);
        }
    }

    private void openKnown(FedQuery query) {
        if (!store.position(query.settings().queryId()).equals(Position.NONE)) {
            query.open();
        }
    }

    /**
     * Starts a feed.
     *
     * @param store where the queries are kept; stays the caller's
     * @return a builder
     */
    public static DrasiFeedBuilder over(LiveResultsStore store) {
        return new DrasiFeedBuilder(store);
    }

    /**
     * Takes one request of a wire, of any number of queries. Everything of one query moves in one atomic write; what keeps
     * one query from being taken does not keep the others.
     *
     * @param request its deliveries, in the order in which they stand in it
     * @return the answer to the request as a whole; a failing store is "not ready", never "refused"
     */
    public FeedAnswer receive(List<? extends Delivery> request) {
        closing.readLock().lock();
        try {
            if (health.condition() != FeedStatus.Condition.OPEN) {
                return new FeedAnswer.NotReady(
                        "The feed takes no requests. Condition: " + health.condition() + ". "
                                + health.failure().orElse(""),
                        Receipt.RETRY_AFTER);
            }
            Receipt receipt = new Receipt(request.size());
            byQuery(request).forEach((queryId, items) -> receive(queryId, items, receipt));
            return receipt.answer();
        } finally {
            closing.readLock().unlock();
        }
    }

    private static Map<String, List<Slice.Item>> byQuery(List<? extends Delivery> request) {
        Map<String, List<Slice.Item>> byQuery = new LinkedHashMap<>();
        for (int i = 0; i < request.size(); i++) {
            Delivery delivery = request.get(i);
            byQuery.computeIfAbsent(delivery.queryId(), id -> new ArrayList<>()).add(new Slice.Item(i, delivery));
        }
        return byQuery;
    }

    private void receive(String queryId, List<Slice.Item> items, Receipt receipt) {
        Optional<FedQuery> query = fed(queryId);
        if (query.isPresent()) {
            query.get().receive(items, receipt);
        } else {
            new Slice(items)
                    .settle(
                            receipt,
                            Receipt.Fate.REFUSED,
                            "The query is not configured. Query: " + queryId
                                    + ". Next: configure it, or allow unknown queries.");
        }
    }

    private Optional<FedQuery> fed(String queryId) {
        FedQuery known = queries.get(queryId);
        return known != null
                ? Optional.of(known)
                : settings.apply(queryId)
                        .map(found -> queries.computeIfAbsent(queryId, id -> new FedQuery(parts, found, health)));
    }

    /**
     * Does what is due by time: completes what is idle, skips and heals gaps. A feed with a timer calls it by itself, and
     * heals in a thread of its own; without one it heals before this returns.
     */
    public void tick() {
        closing.readLock().lock();
        try {
            if (health.condition() == FeedStatus.Condition.OPEN) {
                queries.values().forEach(query -> query.tick(timer.healing()));
            }
        } finally {
            closing.readLock().unlock();
        }
    }

    /**
     * A query, for reactions of this process.
     *
     * @param queryId the query
     * @return its emissions and rows, begun if it is configured and was never fed; empty if it {@linkplain #knows is
     *     unknown}
     * @throws io.afterimage.AfterimageException if the store cannot be read
     */
    public Optional<EmissionFeed> query(String queryId) {
        return fed(queryId).map(FedQuery::query);
    }

    /**
     * Whether something may be sent for a query.
     *
     * @param queryId the query
     * @return true if it is configured, or unknown ones are allowed
     */
    public boolean knows(String queryId) {
        return queries.containsKey(queryId) || settings.apply(queryId).isPresent();
    }

    /**
     * How the feed and its queries are.
     *
     * @return a moment
     */
    public FeedStatus status() {
        return new FeedStatus(
                health.condition(),
                health.failure(),
                parts.load().parts(),
                parts.load().bytes(),
                queries.values().stream().map(FedQuery::status).toList());
    }

    /**
     * How a query is.
     *
     * @param queryId the query
     * @return a moment; empty if it is neither configured nor fed
     */
    public Optional<FedQueryStatus> status(String queryId) {
        return Optional.ofNullable(queries.get(queryId)).map(FedQuery::status);
    }

    /** Takes no further request, and waits for those that are inside. Idempotent. The store stays open. */
    @Override
    public void close() {
        closing.writeLock().lock();
        try {
            health.close();
        } finally {
            closing.writeLock().unlock();
        }
        timer.close();
        queries.values().forEach(FedQuery::close);
    }
}
