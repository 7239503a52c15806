/**
 * Meters for reactions.
 *
 * <p><b>Purpose.</b> {@link io.afterimage.reactions.metrics.ReactionMeters} reports to a Micrometer registry how far
 * reactions have come and what their recoveries did. Its class comment lists every meter.
 *
 * <p><b>Dependency.</b> Micrometer is an optional dependency of this module. Whoever uses this package adds
 * {@code io.micrometer:micrometer-core}; nobody else needs it.
 *
 * <p><b>Threads.</b> Thread-safe.
 *
 * <p><b>Errors.</b> Metering adds none.
 */
@NullMarked
package io.afterimage.reactions.metrics;

import org.jspecify.annotations.NullMarked;
