/**
 * The origin of {@code afterimage mirror demo}: a music shop with an HTTP API, in a process of its own.
 *
 * <p><b>Purpose.</b> The Chinook sample data, in an HSQLDB in memory, served as an API that is as awkward as real ones: some
 * tables as paged lists in three styles with entity tags, the others as one change feed; answers that fail, are cut off, come
 * twice or are put off; and data that change while they are read. All of it follows from a seed and the requests.
 *
 * <p><b>Where to start.</b> {@link io.afterimage.cli.mirror.origin.OriginCommand} is the process. {@code Shop} changes the
 * data and numbers the changes, {@code Api} answers requests, {@code Troubles} gets in its way. Beside the API,
 * {@link io.afterimage.cli.mirror.origin.Truth} is what the judge of the demo asks: every record with the number of its
 * changes, and the origin's own SQL answers.
 *
 * <p><b>Threads.</b> The server answers one request after the other in one thread.
 *
 * <p><b>Errors.</b> Whatever fails here ends the process; its parent prints what it said.
 */
@NullMarked
package io.afterimage.cli.mirror.origin;

import org.jspecify.annotations.NullMarked;
