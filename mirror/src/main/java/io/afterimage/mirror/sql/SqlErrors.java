package io.afterimage.mirror.sql;

import io.afterimage.AfterimageException;
import io.afterimage.CorruptStoreException;
import io.afterimage.StoreUnavailableException;
import io.afterimage.mirror.sql.QueryException.Reason;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The one place that turns SQLite's result codes into errors. */
final class SqlErrors {

    private SqlErrors() {}

    /** An error of a query, from its first look to its last row. */
    static RuntimeException ofQuery(FollowerFile file, QueryWatch watch, SqlLimits limits, SQLException error) {
        return switch (codeOf(error)) {
            case SQLITE_INTERRUPT -> watch.stopped(error);
            case SQLITE_NOMEM ->
                new QueryException(
                        Reason.TOO_MUCH_MEMORY,
                        "SQLite got no memory for the query. Next: sort and group less.",
                        error);
            case SQLITE_TOOBIG ->
                new QueryException(
                        Reason.VALUE_TOO_LONG,
                        "A value is longer than allowed. Expected: up to " + limits.maxValueBytes()
                                + " bytes, stored, computed or sorted. Found: " + error.getMessage()
                                + ". Next: select less of it, or allow longer values.",
                        error);
            case SQLITE_READONLY, SQLITE_AUTH, SQLITE_PERM ->
                new QueryException(
                        Reason.NOT_READ_ONLY,
                        "The statement would do more than read. Found: " + error.getMessage() + ".",
                        error);
            case SQLITE_ERROR, SQLITE_MISMATCH, SQLITE_RANGE ->
                new QueryException(
                        Reason.WRONG_SQL,
                        "SQLite cannot carry out the statement. Found: " + error.getMessage() + ".",
                        error);
            default -> ofFile(file, "read", error);
        };
    }

    /** An error of the follower's own statements. */
    static AfterimageException ofFile(FollowerFile file, String doing, SQLException error) {
        String where = " File: " + file + ". Failed: " + doing + ". Found: " + error.getMessage() + ".";
        return isDamage(error)
                ? CorruptStoreException.ofStore("SQLite found the follower's file damaged." + where, error)
                : new StoreUnavailableException(
                        "SQLite could not serve the follower." + where + " Next: try again later.", error);
    }

    /** Whether the file must be made anew. A statement of ours that does not fit the schema is damage too. */
    static boolean isDamage(SQLException error) {
        return switch (codeOf(error).code & 0xFF) {
            case 1, 11, 19, 20, 24, 26 -> true;
            default -> false;
        };
    }

    private static SQLiteErrorCode codeOf(SQLException error) {
        return error instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    }
}
