/**
 * The store on SQLite: one file, readable with the {@code sqlite3} shell.
 *
 * <p><b>Where to start.</b> {@link io.afterimage.sqlite.SqliteLiveResultsStore} is all that users see. Behind it,
 * {@code SqliteOpening} looks at the file, locks and creates it; {@code SqliteEngine} is the port to the store's core;
 * {@code SqliteBatch} writes through {@code SqliteWriter}, {@code SqliteView} reads through a {@code SqliteReader} of the
 * {@code ReaderPool}; {@code Checkpoints} and {@code LogMark} look after the write-ahead log, {@code PageSeal} and
 * {@code PageCheck} after the pages. The format is in {@code docs/formats/sqlite.md}, the reasons in decisions 20 to 23.
 *
 * <p><b>Threads.</b> One thread writes at a time. Each view has a connection of its own, on which threads take turns.
 *
 * <p><b>Errors.</b> {@code SqliteErrors} alone translates SQLite's result codes. A failed write costs the writer's
 * statements, a failed read its connection; both are made anew.
 */
@NullMarked
package io.afterimage.sqlite;

import org.jspecify.annotations.NullMarked;
