package io.afterimage.sqlite;

import io.afterimage.AfterimageException;
import io.afterimage.CorruptStoreException;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.RefusedException;
import io.afterimage.StoreUnavailableException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The one place that turns SQLite's result codes into the store's errors. Immutable.
 *
 * <p>An error before COMMIT has written nothing: what a transaction leaves in the log counts only with its commit frame.
 * An error of COMMIT itself is harmless where the commit frame cannot have been written, and of unknown outcome elsewhere:
 * a failed sync may leave a whole transaction in the log, which the next recovery would find.
 *
 * @param file the store
 */
record SqliteErrors(SqliteFile file) {

    /** What a failure means for the caller. */
    private enum Meaning {
        CORRUPT,
        FULL,
        BUSY,
        UNAVAILABLE,
        REFUSED
    }

    /**
     * An error of reading, opening, or writing before COMMIT.
     *
     * @param doing what failed, beginning with a verb: "read rows"
     */
    AfterimageException translate(String doing, SQLException error) {
        String where = " Store: " + file + ". Failed: " + doing + ". Found: " + describe(error) + ".";
        return switch (meaningOf(error)) {
            case CORRUPT -> CorruptStoreException.ofStore("SQLite found its file damaged." + where, error);
            case FULL ->
                new StoreUnavailableException(
                        "The disk is full." + where + " Next: free some space and try again.", error);
            case BUSY ->
                new StoreUnavailableException(
                        "Another program holds the store's file." + where + " Next: try again later.", error);
            case UNAVAILABLE ->
                new StoreUnavailableException(
                        "SQLite could not serve the call." + where + " Next: try again later.", error);
            case REFUSED -> new RefusedException("SQLite cannot hold a value of this size." + where, error);
        };
    }

    /** An error of COMMIT. */
    AfterimageException translateCommit(SQLException error) {
        return switch (codeOf(error)) {
            case SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_BUSY, SQLITE_BUSY_TIMEOUT -> translate("commit", error);
            default ->
                new OutcomeUnknownException(
                        "The commit failed; it is unknown whether it will be there after a reopen. Store: " + file
                                + ". Found: " + describe(error)
                                + ". Next: reopen the store and ask for the position.",
                        error);
        };
    }

    /** Whether space is what was missing. */
    static boolean isFullDisk(SQLException error) {
        return meaningOf(error) == Meaning.FULL;
    }

    private static Meaning meaningOf(SQLException error) {
        SQLiteErrorCode code = codeOf(error);
        return switch (code) {
            case SQLITE_IOERR_CORRUPTFS, SQLITE_IOERR_DATA, SQLITE_IOERR_SHORT_READ -> Meaning.CORRUPT;
            default ->
                switch (code.code & 0xFF) {
                    // SQLITE_ERROR: a statement of ours does not fit the schema, so the schema is damaged.
                    // SQLITE_CONSTRAINT, _MISMATCH, _FORMAT, _EMPTY: stored facts contradict each other.
                    case 1, 11, 16, 19, 20, 24, 26 -> Meaning.CORRUPT;
                    case 5, 6, 15, 17 -> Meaning.BUSY;
                    case 13 -> Meaning.FULL;
                    case 18 -> Meaning.REFUSED;
                    default -> Meaning.UNAVAILABLE;
                };
        };
    }

    private static SQLiteErrorCode codeOf(SQLException error) {
        return error instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    private static String describe(SQLException error) {
        return error.getMessage() == null ? codeOf(error).name() : error.getMessage();
    }
}
