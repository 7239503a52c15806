package io.afterimage.mirror.sql;

import org.jspecify.annotations.Nullable;

/**
 * Why a query has no answer, or no further one. Nothing was changed; other queries go on. {@link #reason} says what to do
 * next.
 */
public final class QueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What the caller does next. */
    public enum Reason {
        /** The statement would do more than read the mirror's tables. Ask another question. */
        NOT_READ_ONLY,
        /** SQLite does not understand or cannot carry out the statement; the message tells what it said. Mend the SQL. */
        WRONG_SQL,
        /** The time for the query is over. Ask for less, or allow more time. */
        DEADLINE,
        /** The result has more rows than allowed. Add a LIMIT, or allow more. */
        TOO_MANY_ROWS,
        /** The result has more bytes than allowed. Select fewer columns or rows, or allow more. */
        TOO_MANY_BYTES,
        /** A single value, stored or computed, is longer than allowed. Select less of it, or allow longer values. */
        VALUE_TOO_LONG,
        /** The query needs more memory than allowed. Sort and group less, or allow more. */
        TOO_MUCH_MEMORY,
        /** The follower has not reached the position asked for. Wait longer, or ask for less. */
        BEHIND
    }

    private final Reason reason;

    QueryException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /**
     * What the caller does next.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
