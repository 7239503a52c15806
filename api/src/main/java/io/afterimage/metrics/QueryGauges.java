package io.afterimage.metrics;

import io.afterimage.AfterimageException;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.QueryId;
import io.afterimage.QuerySummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * The gauges over the rows: sums over all queries, and up to a cap two gauges for each query. They read the store when
 * they are read, so they agree with it, and are {@code NaN} when it cannot be read. Thread-safe.
 */
final class QueryGauges {

    private static final Logger LOG = System.getLogger("io.afterimage.metrics");

    private final LiveResultsStore store;
    private final MeterRegistry registry;
    private final Tags tags;
    private final int maxTaggedQueries;
    private final Map<String, List<Meter>> gauges = new ConcurrentHashMap<>();
    private boolean warned;

    QueryGauges(LiveResultsStore store, MeterRegistry registry, Tags tags, int maxTaggedQueries) {
        this.store = store;
        this.registry = registry;
        this.tags = tags;
        this.maxTaggedQueries = maxTaggedQueries;
        gauge(
                "afterimage.queries",
                "Queries in the store",
                tags,
                read -> read.queries().size());
        gauge(
                "afterimage.rows",
                "Rows of all queries",
                tags,
                read -> read.queries().stream()
                        .mapToLong(QuerySummary::rowCount)
                        .sum());
        store.queries().forEach(query -> written(query.queryId()));
    }

    /** Sees to it that a query that was written has its gauges, if there is room and it is not Afterimage's own. */
    void written(String queryId) {
        if (maxTaggedQueries > 0 && !gauges.containsKey(queryId) && !QueryId.isInternal(queryId)) {
            add(queryId);
        }
    }

    void dropped(String queryId) {
        List<Meter> removed = gauges.remove(queryId);
        if (removed != null) {
            removed.forEach(registry::remove);
        }
    }

    private synchronized void add(String queryId) {
        if (gauges.size() < maxTaggedQueries) {
            gauges.computeIfAbsent(queryId, this::register);
        } else if (!warned) {
            warned = true;
            LOG.log(
                    Level.WARNING,
                    "There are more queries than gauges. The sums over all queries go on. Expected: up to "
                            + maxTaggedQueries + " queries. First without gauges: " + queryId
                            + ". Next: raise maxTaggedQueries.");
        }
    }

    private List<Meter> register(String queryId) {
        Tags withQuery = tags.and("query", queryId);
        return List.of(
                gauge("afterimage.query.rows", "Rows of the query", withQuery, read -> read.rowCount(queryId)),
                gauge(
                        "afterimage.query.sequence",
                        "Sequence the query stands at",
                        withQuery,
                        read -> sequence(read.position(queryId))));
    }

    private static double sequence(Position position) {
        return position.sequence();
    }

    /** The registry holds the store weakly; meters must not keep it alive. */
    private Gauge gauge(String name, String description, Tags gaugeTags, ToDoubleFunction<LiveResultsStore> read) {
        return Gauge.builder(name, store, measured -> readOrNaN(measured, read))
                .description(description)
                .tags(gaugeTags)
                .register(registry);
    }

    private static double readOrNaN(LiveResultsStore store, ToDoubleFunction<LiveResultsStore> read) {
        try {
            return read.applyAsDouble(store);
        } catch (AfterimageException unreadable) {
            return Double.NaN;
        }
    }
}
