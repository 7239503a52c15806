/**
 * Read-only SQL over a mirror. A {@link io.afterimage.mirror.sql.SqlFollower} keeps a SQLite file that holds the mirror's
 * tables and nothing else; {@link io.afterimage.mirror.sql.ReadOnlySql} answers queries from it. Start with the follower.
 *
 * <p>A query is read-only by construction, and no wall is the only one: the file is opened read-only and nothing can be attached to it;
 * the text is one statement that begins like a query; the program SQLite compiles from it is looked at before it runs, and
 * holds only instructions, tables and functions that are on a list; lengths, rows, bytes, memory and time are bounded.
 *
 * <p>What the caller can mend is a {@link io.afterimage.mirror.sql.QueryException}; what happens to the file is an
 * {@link io.afterimage.AfterimageException}. No type of JDBC or SQLite is part of a signature.
 */
@NullMarked
package io.afterimage.mirror.sql;

import org.jspecify.annotations.NullMarked;
