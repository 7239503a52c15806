package io.afterimage.mirror.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one query, one after the other, as they were at one position of the mirror. It holds a snapshot of the
 * follower's file open: close it. Not thread-safe; one thread at a time.
 */
public interface QueryCursor extends AutoCloseable {

    /**
     * The position of the mirror that the rows show.
     *
     * @return the number of the last event that is in them
     */
    long position();

    /**
     * The names of the columns, as SQLite tells them. A name that came before is followed by {@code :1}, {@code :2} …, so
     * that each is there once.
     *
     * @return the names, in order
     */
    List<String> columns();

    /**
     * Moves to the next row.
     *
     * @return true if there is one, false at the end
     * @throws QueryException if a limit is reached; the rows before it were right
     * @throws io.afterimage.StoreClosedException if the cursor or what opened it is closed
     */
    boolean next();

    /**
     * The current row's values, in the order of the columns: {@link Long}, {@link Double} (finite), {@link String}, or null.
     * A blob is text of lower-case hex digits; an infinite real is the text {@code Infinity} or {@code -Infinity}.
     *
     * @return an unmodifiable list
     * @throws IllegalStateException if there is no current row
     */
    List<@Nullable Object> row();

    /** Ends the query and lets go of the snapshot. Idempotent. */
    @Override
    void close();
}
