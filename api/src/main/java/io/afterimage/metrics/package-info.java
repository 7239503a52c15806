/**
 * Meters for any store.
 *
 * <p><b>Purpose.</b> {@link io.afterimage.metrics.MeteredLiveResultsStore} wraps a {@link io.afterimage.LiveResultsStore}
 * and reports to a Micrometer registry what is done with it, how long it takes and how it ends. Its class comment lists
 * every meter.
 *
 * <p><b>Dependency.</b> Micrometer is an optional dependency of this module. Whoever uses this package adds
 * {@code io.micrometer:micrometer-core}; nobody else needs it.
 *
 * <p><b>Threads.</b> Thread-safe, as the stores are.
 *
 * <p><b>Errors.</b> Metering adds none: errors of the store pass through as they are, and a gauge that cannot be read is
 * {@code NaN}.
 */
@NullMarked
package io.afterimage.metrics;

import org.jspecify.annotations.NullMarked;
