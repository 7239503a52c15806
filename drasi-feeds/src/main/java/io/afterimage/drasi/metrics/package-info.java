/**
 * Meters for feeds.
 *
 * <p><b>Purpose.</b> {@link io.afterimage.drasi.metrics.FeedMeters} reports to a Micrometer registry what a feed takes, holds
 * and waits for. Its class comment lists every meter.
 *
 * <p><b>Dependency.</b> Micrometer is an optional dependency of this module. Whoever uses this package adds
 * {@code io.micrometer:micrometer-core}; nobody else needs it.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Errors.</b> Metering adds none.
 */
@NullMarked
package io.afterimage.drasi.metrics;

import org.jspecify.annotations.NullMarked;
