/**
 * Databases as sources, by the JDBC drivers that are on the class path.
 *
 * <p><b>Threads.</b> {@link io.afterimage.cli.mirror.jdbc.DriverAddress} is thread-safe.
 *
 * <p><b>Errors.</b> Those of {@link io.afterimage.mirror.jdbc.JdbcSource}.
 */
@NullMarked
package io.afterimage.cli.mirror.jdbc;

import org.jspecify.annotations.NullMarked;
