/**
 * What a backend is built from. Users of a store never need this package.
 *
 * <p><b>Purpose.</b> {@link io.afterimage.spi.EngineStore} keeps the contract: sequence fence, exact count, positions,
 * leases, snapshots, commit combining, reclaiming. A backend adds a {@link io.afterimage.spi.StorageEngine}: atomic
 * batches, frozen views and range scans over four kinds of record (query, row, outbox entry, source position).
 *
 * <p><b>Threads.</b> Each type says what it expects. The store never calls an engine after its close, nor closes it
 * while a call is in flight.
 *
 * <p><b>Errors.</b> An engine translates its own errors, in one place, into the leaves of
 * {@link io.afterimage.AfterimageException}. The store adds meaning to none of them.
 */
@NullMarked
package io.afterimage.spi;

import org.jspecify.annotations.NullMarked;
