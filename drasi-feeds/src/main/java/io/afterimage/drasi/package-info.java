/**
 * Emissions from a real Drasi, applied to a store: each exactly once, in order, whatever a wire splits, repeats or
 * reorders.
 *
 * <p><b>Lines.</b> {@code docs/formats/ingest.md} says which lines of a file or a stream are understood, how rows are told
 * apart, and what makes a restart exact. A line goes through four steps, each without effects:
 * {@link io.afterimage.drasi.RawJson} takes it apart without changing a byte of it, {@link io.afterimage.drasi.LineParser}
 * recognises its form, {@code QueryProgress} decides whether it is next, a duplicate, or beyond a gap, and
 * {@code EmissionDiffs} turns its row changes into diffs of stored rows. {@link io.afterimage.drasi.Ingestion} alone writes.
 *
 * <p><b>Deliveries.</b> {@code docs/formats/held-parts.md} says when an emission that a wire splits is complete, what is a
 * repetition, and what stops a query. Start with {@link io.afterimage.drasi.DrasiFeed#over}: it takes
 * {@link io.afterimage.drasi.Delivery deliveries} and gives one {@link io.afterimage.drasi.FeedAnswer} for each request.
 *
 * <p><b>Rows.</b> {@code docs/formats/rows.md} says how rows are told apart and what is stored of them.
 * {@link io.afterimage.drasi.DrasiRow} reads a stored row, {@link io.afterimage.drasi.RowIdentity} is how the rows of a query
 * are told apart, {@link io.afterimage.drasi.IdentityRule} how that is decided.
 *
 * <p><b>Threads.</b> Values are immutable; everything else is used by one thread at a time unless it says otherwise.
 *
 * <p><b>Errors.</b> What is wrong with a line is {@link io.afterimage.drasi.UnusableLineException}, what is missing before
 * it {@link io.afterimage.drasi.MissingEmissionsException}. Both leave every line before it committed and nothing of it. A
 * feed throws neither: its answers and its {@link io.afterimage.drasi.FeedStatus} tell.
 */
@NullMarked
package io.afterimage.drasi;

import org.jspecify.annotations.NullMarked;
