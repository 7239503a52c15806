/**
 * The durable after-image of live queries: the two interfaces, their values and their errors.
 *
 * <p><b>Purpose.</b> A continuous query emits changes to its result set. A {@link io.afterimage.LiveResultsStore} applies
 * each emission to a stored copy of that set, together with the position it brings the copy to and the log entry that
 * produced it, in one atomic write. Whoever restarts reads a {@link io.afterimage.Snapshot}, learns where it stood, and
 * goes on.
 *
 * <p><b>Where to start.</b> {@link io.afterimage.LiveResultsWriter} keeps rows. {@link io.afterimage.LiveResultsStore}
 * also keeps where they stand. {@link io.afterimage.InMemoryLiveResultsStore} is the volatile one; the durable ones come
 * from the RocksDB and SQLite modules and pass the same conformance kit. The numbered rules (C1 to C23) that the Javadoc
 * names are stated in {@code docs/contract.md}.
 *
 * <p><b>Threads.</b> Stores are thread-safe. Values are immutable. Cursors are used by one thread at a time.
 *
 * <p><b>Errors.</b> Every error is an {@link io.afterimage.AfterimageException}; its leaves are named by what the caller
 * does next, and those that are {@link io.afterimage.NothingWritten} left the store exactly as it was. An expected
 * negative (a duplicate, a gap, an absent row) is a value and never an exception.
 *
 * <p><b>Nulls.</b> No parameter, result or component is null unless annotated.
 */
@NullMarked
package io.afterimage;

import org.jspecify.annotations.NullMarked;
