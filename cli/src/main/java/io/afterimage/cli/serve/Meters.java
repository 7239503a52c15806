package io.afterimage.cli.serve;

import io.afterimage.LiveResultsStore;
import io.afterimage.metrics.MeteredLiveResultsStore;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What {@code /metrics} shows: the store, its engine, the feed, the servers, the JVM. */
final class Meters {

    private Meters() {}

    /** A registry with the meters of the process. */
    static PrometheusMeterRegistry ofProcess() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        return registry;
    }

    /** The store, metered, and its engine's own meters. */
    static LiveResultsStore metered(LiveResultsStore store, PrometheusMeterRegistry registry) {
        if (store instanceof RocksDbLiveResultsStore rocksDb) {
            rocksDb.meters().bindTo(registry);
        } else if (store instanceof SqliteLiveResultsStore sqlite) {
            sqlite.meters().bindTo(registry);
        }
        return MeteredLiveResultsStore.over(store, registry).open();
    }
}
