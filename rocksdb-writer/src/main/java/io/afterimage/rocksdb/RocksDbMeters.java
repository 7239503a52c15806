package io.afterimage.rocksdb;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.rocksdb.RocksDBException;

/**
 * What RocksDB says of itself, as gauges named {@code afterimage.rocksdb.*} with the tag {@code store}. A gauge of a
 * closed store gives NaN and never reaches native code. Thread-safe.
 */
public final class RocksDbMeters implements MeterBinder {

    private final RocksDbLiveResultsStore store;

    RocksDbMeters(RocksDbLiveResultsStore store) {
        this.store = store;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bytes(
                registry,
                "cache.usage",
                "Memory in use in the block cache",
                e -> e.tuning().cache.getUsage());
        bytes(
                registry,
                "cache.pinned",
                "Memory in the block cache that is in use right now",
                e -> e.tuning().cache.getPinnedUsage());
        bytes(registry, "cache.capacity", "Memory budget", e -> e.memoryBudgetBytes());
        bytes(registry, "memtables", "Memory in write buffers", e -> sum(e, "rocksdb.cur-size-all-mem-tables"));
        bytes(registry, "table.readers", "Memory of table readers", e -> sum(e, "rocksdb.estimate-table-readers-mem"));
        bytes(registry, "wal", "Size of the write-ahead logs", RocksDbEngine::logBytes);
        bytes(registry, "tables", "Size of the live table files", e -> sum(e, "rocksdb.live-sst-files-size"));
        bytes(
                registry,
                "compaction.pending",
                "Bytes that compaction has to rewrite",
                e -> sum(e, "rocksdb.estimate-pending-compaction-bytes"));
        count(registry, "write.stopped", "1 while writes are stopped", e -> one(e, "rocksdb.is-write-stopped"));
        bytes(
                registry,
                "write.delayed.rate",
                "Bytes per second that writes are slowed down to, 0 if they are not",
                e -> one(e, "rocksdb.actual-delayed-write-rate"));
        count(registry, "background.errors", "Background errors so far", e -> one(e, "rocksdb.background-errors"));
        count(registry, "snapshots", "Open engine snapshots", e -> one(e, "rocksdb.num-snapshots"));
    }

    private void bytes(MeterRegistry registry, String name, String text, ToDoubleFunction<RocksDbEngine> reading) {
        gauge(name, text, reading).baseUnit(BaseUnits.BYTES).register(registry);
    }

    private void count(MeterRegistry registry, String name, String text, ToDoubleFunction<RocksDbEngine> reading) {
        gauge(name, text, reading).register(registry);
    }

    private Gauge.Builder<RocksDbLiveResultsStore> gauge(
            String name, String text, ToDoubleFunction<RocksDbEngine> reading) {
        return Gauge.builder("afterimage.rocksdb." + name, store, it -> it.gauge(reading))
                .description(text)
                .tag("store", store.toString());
    }

    /** A property of the whole database. */
    private static double one(RocksDbEngine engine, String property) {
        try {
            return engine.rocks().db.getLongProperty(property);
        } catch (RocksDBException e) {
            throw engine.errors().whileReading(e);
        }
    }

    /** A property of the column families, added up. */
    private static double sum(RocksDbEngine engine, String property) {
        try {
            return engine.rocks().db.getAggregatedLongProperty(property);
        } catch (RocksDBException e) {
            throw engine.errors().whileReading(e);
        }
    }
}
