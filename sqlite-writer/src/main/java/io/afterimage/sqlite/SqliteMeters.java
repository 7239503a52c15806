package io.afterimage.sqlite;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * What SQLite is doing, from file sizes and from what the store itself counts: no meter ever calls SQLite. The driver does
 * not reach SQLite's own page cache counters. Thread-safe.
 *
 * <table>
 * <caption>Meters, each with the tag {@code store}</caption>
 * <tr><td>{@code afterimage.sqlite.database}</td><td>bytes of the database file</td></tr>
 * <tr><td>{@code afterimage.sqlite.wal}</td><td>bytes of the write-ahead log; grows while a snapshot is open for
 * long</td></tr>
 * <tr><td>{@code afterimage.sqlite.readers}</td><td>open connections that read, idle ones included</td></tr>
 * <tr><td>{@code afterimage.sqlite.page.cache.limit}</td><td>bytes that all page caches may take now</td></tr>
 * <tr><td>{@code afterimage.sqlite.checkpoints}</td><td>checkpoints and their duration</td></tr>
 * <tr><td>{@code afterimage.sqlite.checkpoints.failed}</td><td>checkpoints that failed and will be tried again</td></tr>
 * </table>
 */
final class SqliteMeters implements MeterBinder {

    private final SqliteEngine engine;
    private final Guard guard;

    private SqliteMeters(SqliteEngine engine, Guard guard) {
        this.engine = engine;
        this.guard = guard;
    }

    /* Typed by the interface: a caller that saw the class would have to load Micrometer to be verified, and the store
    has to open without it. */
    static MeterBinder of(SqliteEngine engine, Guard guard) {
        return new SqliteMeters(engine, guard);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Tags tags = Tags.of("store", engine.file().toString());
        gauge(
                registry,
                tags,
                "afterimage.sqlite.database",
                "bytes",
                () -> engine.file().databaseBytes());
        gauge(
                registry,
                tags,
                "afterimage.sqlite.wal",
                "bytes",
                () -> engine.file().logBytes());
        gauge(
                registry,
                tags,
                "afterimage.sqlite.readers",
                "connections",
                () -> engine.readers().open());
        gauge(registry, tags, "afterimage.sqlite.page.cache.limit", "bytes", engine::pageCacheLimitBytes);
        Checkpoints checkpoints = engine.checkpoints();
        if (checkpoints != null) {
            bindCheckpoints(registry, tags, checkpoints);
        }
    }

    private void gauge(MeterRegistry registry, Tags tags, String name, String unit, DoubleSupplier reading) {
        Gauge.builder(name, () -> guard.read(reading)).tags(tags).baseUnit(unit).register(registry);
    }

    private static void bindCheckpoints(MeterRegistry registry, Tags tags, Checkpoints checkpoints) {
        FunctionTimer.builder(
                        "afterimage.sqlite.checkpoints",
                        checkpoints,
                        Checkpoints::completed,
                        Checkpoints::nanos,
                        TimeUnit.NANOSECONDS)
                .tags(tags)
                .register(registry);
        FunctionCounter.builder("afterimage.sqlite.checkpoints.failed", checkpoints, Checkpoints::failed)
                .tags(tags)
                .register(registry);
    }

    /** Reads something unless the store is closed, and NaN then. */
    @FunctionalInterface
    interface Guard {
        double read(DoubleSupplier reading);
    }
}
