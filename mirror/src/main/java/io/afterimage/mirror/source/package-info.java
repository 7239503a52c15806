/**
 * Where the mirror's deltas come from.
 *
 * <p><b>Purpose.</b> A {@link io.afterimage.mirror.source.SyncSource} turns something remote into deltas and says where it
 * stands. {@link io.afterimage.mirror.source.HttpJsonSource} reads lists and change feeds of JSON over HTTP,
 * {@code NdjsonSource} reads files and streams of deltas,
 * {@link io.afterimage.mirror.source.StaticSource} gives what it was given.
 *
 * <p><b>Where to start.</b> {@code HttpJsonSource.list(id, resource, uri)}, and a {@link io.afterimage.mirror.Syncer}.
 * What each way of reading can and cannot promise is in {@code docs/formats/mirror-sources.md}.
 *
 * <p><b>Threads.</b> A source is used by one thread at a time; the syncer sees to it.
 *
 * <p><b>Errors.</b> A pull that fails took nothing: {@link io.afterimage.mirror.source.SourceException}, whose leaves say what
 * to do next. Waiting is interruptible.
 */
@NullMarked
package io.afterimage.mirror.source;

import org.jspecify.annotations.NullMarked;
