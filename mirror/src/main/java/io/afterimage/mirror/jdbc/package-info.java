/**
 * A relational table as a source of deltas.
 *
 * <p><b>Purpose.</b> {@link io.afterimage.mirror.jdbc.JdbcSource} polls a table in the order of a column that grows with every
 * change, and finds rows that are gone by a column that says so or by asking for the mirror's records.
 *
 * <p><b>Where to start.</b> {@code JdbcSource.table(id, resource, dataSource, "SCHEMA", "TABLE")}.
 *
 * <p><b>Threads.</b> A source is used by one thread at a time. It holds a connection only during a pull.
 *
 * <p><b>Errors.</b> Those of {@link io.afterimage.mirror.source.SourceException}.
 */
@NullMarked
package io.afterimage.mirror.jdbc;

import org.jspecify.annotations.NullMarked;
