/**
 * The delta mirror: a local, queryable copy of remote API data, kept on any {@link io.afterimage.LiveResultsStore}. A
 * resource is a query, a record is a row, the event log is an outbox, a cursor is a source position.
 *
 * <p>Start with {@link io.afterimage.mirror.MirrorStore#over}: it applies a {@link io.afterimage.mirror.DeltaBatch} whole or
 * not at all. A {@link io.afterimage.mirror.ConflictStrategy} decides what each delta does; the built-in ones are in
 * {@link io.afterimage.mirror.ConflictStrategies}. A {@link io.afterimage.mirror.Syncer} feeds a mirror from sources. What
 * happened is in the log, to be read by number or followed by an {@link io.afterimage.mirror.EventSubscription}.
 *
 * <p>Threads: a mirror may be used by any number of threads. Its batches are applied one after the other, in one writer
 * lane; readers never wait for it.
 *
 * <p>Errors: those of the store pass through, with their promise whether anything was written. The mirror's own are
 * {@link io.afterimage.mirror.MalformedJsonException}, {@link io.afterimage.mirror.MigrationFailedException} and
 * {@link io.afterimage.mirror.MigrationMismatchException}; none of them has written anything. What is to be expected is an
 * answer: a skipped delta, an absent record, a lag.
 */
@NullMarked
package io.afterimage.mirror;

import org.jspecify.annotations.NullMarked;
