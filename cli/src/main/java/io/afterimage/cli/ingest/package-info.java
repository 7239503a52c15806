/**
 * Reads emissions from files and streams and applies them to a store.
 *
 * <p><b>Purpose.</b> {@code docs/formats/ingest.md} says which lines are understood, how rows are told apart, and what
 * makes a restart exact. A line goes through four steps, each without effects: {@link io.afterimage.cli.ingest.RawJson}
 * takes it apart without changing a byte of it, {@link io.afterimage.cli.ingest.LineParser} recognises its form,
 * {@code QueryProgress} decides whether it is next, a duplicate, or beyond a gap, and {@code EmissionMutations} turns its
 * row changes into mutations. {@link io.afterimage.cli.ingest.Ingestion} alone writes.
 *
 * <p><b>Threads.</b> Values are immutable; everything else is used by one thread at a time.
 *
 * <p><b>Errors.</b> What is wrong with a line is {@link io.afterimage.cli.ingest.UnusableLineException}, what is missing
 * before it {@link io.afterimage.cli.ingest.MissingEmissionsException}. Both leave every line before it committed and
 * nothing of it.
 */
@NullMarked
package io.afterimage.cli.ingest;

import org.jspecify.annotations.NullMarked;
