package io.afterimage.drasi.metrics;

import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.FedQueryStatus;
import io.afterimage.drasi.FedQueryStatus.Condition;
import io.afterimage.drasi.FedQueryStatus.Counts;
import io.afterimage.drasi.FeedStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * Reports how a feed and its queries are to a Micrometer registry. A query that nobody named has no meters of its own: the
 * ids that senders make up must not fill the registry. Thread-safe.
 *
 * <table>
 * <caption>Meters; all but the first three with the tag {@code query}</caption>
 * <tr><th>meter</th><th>kind</th><th>more tags</th><th>what it tells</th></tr>
 * <tr><td>{@code afterimage.feed.open}</td><td>gauge</td><td></td><td>1 while it takes requests</td></tr>
 * <tr><td>{@code afterimage.feed.held.parts}</td><td>gauge</td><td></td><td>deliveries that wait for others</td></tr>
 * <tr><td>{@code afterimage.feed.held.bytes}</td><td>gauge</td><td></td><td>how many bytes they take</td></tr>
 * <tr><td>{@code afterimage.feed.query.sequence}</td><td>gauge</td><td></td><td>the head of the query</td></tr>
 * <tr><td>{@code afterimage.feed.query.held.parts}</td><td>gauge</td><td></td><td>deliveries that wait</td></tr>
 * <tr><td>{@code afterimage.feed.query.held.bytes}</td><td>gauge</td><td></td><td>how many bytes they take</td></tr>
 * <tr><td>{@code afterimage.feed.query.condition}</td><td>gauge</td><td>{@code condition}</td><td>1 for the one it is
 * in</td></tr>
 * <tr><td>{@code afterimage.feed.query.emissions}</td><td>counter</td><td></td><td>emissions and control events
 * committed</td></tr>
 * <tr><td>{@code afterimage.feed.query.duplicates}</td><td>counter</td><td></td><td>deliveries accepted before</td></tr>
 * <tr><td>{@code afterimage.feed.query.refused}</td><td>counter</td><td></td><td>deliveries that can never
 * succeed</td></tr>
 * <tr><td>{@code afterimage.feed.query.not.ready}</td><td>counter</td><td></td><td>deliveries that could not be taken
 * when they came</td></tr>
 * <tr><td>{@code afterimage.feed.query.short.emissions}</td><td>counter</td><td></td><td>emissions completed below their
 * count</td></tr>
 * <tr><td>{@code afterimage.feed.query.late}</td><td>counter</td><td></td><td>deliveries for emissions committed without
 * them</td></tr>
 * <tr><td>{@code afterimage.feed.query.skipped}</td><td>counter</td><td></td><td>sequences skipped by rule</td></tr>
 * <tr><td>{@code afterimage.feed.query.regressions}</td><td>counter</td><td></td><td>times the host went back</td></tr>
 * <tr><td>{@code afterimage.feed.query.healings}</td><td>counter</td><td></td><td>times the query was healed</td></tr>
 * <tr><td>{@code afterimage.feed.query.absent.rows}</td><td>counter</td><td></td><td>changes to rows that are not
 * stored</td></tr>
 * </table>
 */
public final class FeedMeters implements MeterBinder {

    private static final String QUERY = "afterimage.feed.query.";

    private final DrasiFeed feed;
    private final Set<String> queries;

    /**
     * Reports on a feed and some of its queries.
     *
     * @param feed the feed
     * @param queries the ids of the queries that have meters of their own
     */
    public FeedMeters(DrasiFeed feed, Set<String> queries) {
        this.feed = Objects.requireNonNull(feed, "feed");
        this.queries = new TreeSet<>(queries);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("afterimage.feed.open", feed, FeedMeters::open)
                .description("1 while the feed takes requests")
                .register(registry);
        Gauge.builder(
                        "afterimage.feed.held.parts",
                        feed,
                        known -> known.status().heldParts())
                .description("Deliveries that wait for others")
                .register(registry);
        Gauge.builder(
                        "afterimage.feed.held.bytes",
                        feed,
                        known -> known.status().heldBytes())
                .description("How many bytes the deliveries take that wait for others")
                .baseUnit("bytes")
                .register(registry);
        queries.forEach(query -> new OfQuery(registry, query).bind());
    }

    private static double open(DrasiFeed feed) {
        return feed.status().condition() == FeedStatus.Condition.OPEN ? 1 : 0;
    }

    /** The meters of one query. */
    private final class OfQuery {

        private final MeterRegistry registry;
        private final String query;
        private final Tags tags;

        OfQuery(MeterRegistry registry, String query) {
            this.registry = registry;
            this.query = query;
            this.tags = Tags.of("query", query);
        }

        void bind() {
            gauge(
                    "sequence",
                    "The head of the query",
                    status -> status.position().sequence());
            gauge("held.parts", "Deliveries that wait for others", FedQueryStatus::heldParts);
            gauge("held.bytes", "How many bytes they take", FedQueryStatus::heldBytes);
            for (Condition condition : Condition.values()) {
                Gauge.builder(QUERY + "condition", feed, known -> of(status -> is(status, condition)))
                        .description("1 for the condition the query is in")
                        .tags(tags.and("condition", condition.name().toLowerCase(Locale.ROOT)))
                        .register(registry);
            }
            counter("emissions", "Emissions and control events that were committed", Counts::emissions);
            counter("duplicates", "Deliveries that had been accepted before", Counts::duplicates);
            counter("refused", "Deliveries that can never succeed", Counts::refused);
            counter("not.ready", "Deliveries that could not be taken when they came", Counts::notReady);
            counter("short.emissions", "Emissions that were completed below their count", Counts::shortEmissions);
            counter("late", "Deliveries for emissions that were committed without them", Counts::late);
            counter("skipped", "Sequences that were skipped by rule", Counts::skipped);
            counter("regressions", "Times the query's host went back", Counts::regressions);
            counter("healings", "Times the query was healed", Counts::healings);
            counter("absent.rows", "Changes to rows that are not stored", Counts::absentRows);
        }

        private void gauge(String name, String description, ToDoubleFunction<FedQueryStatus> value) {
            Gauge.builder(QUERY + name, feed, known -> of(value))
                    .description(description)
                    .tags(tags)
                    .register(registry);
        }

        private void counter(String name, String description, ToDoubleFunction<Counts> value) {
            FunctionCounter.builder(QUERY + name, feed, known -> of(status -> value.applyAsDouble(status.counts())))
                    .description(description)
                    .tags(tags)
                    .register(registry);
        }

        /** 0 where the query was never fed. */
        private double of(ToDoubleFunction<FedQueryStatus> value) {
            return feed.status(query).map(value::applyAsDouble).orElse(0.0);
        }

        private static double is(FedQueryStatus status, Condition condition) {
            return status.condition() == condition ? 1 : 0;
        }
    }
}
