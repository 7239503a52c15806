package io.afterimage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.AfterimageException;
import io.afterimage.CorruptStoreException;
import io.afterimage.NothingWritten;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.RefusedException;
import io.afterimage.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Every result code of SQLite has a meaning for the caller. */
class SqliteErrorsTest {

    private final SqliteErrors errors = new SqliteErrors(SqliteFile.at(Path.of("store.db")));

    private Class<?> translated(SQLiteErrorCode code) {
        return errors.translate("do it", new SQLiteException("said so", code)).getClass();
    }

    private Class<?> translatedCommit(SQLiteErrorCode code) {
        return errors.translateCommit(new SQLiteException("said so", code)).getClass();
    }

    @Test
    void damage_isCorrupt() {
        for (SQLiteErrorCode code : new SQLiteErrorCode[] {
            SQLiteErrorCode.SQLITE_CORRUPT,
            SQLiteErrorCode.SQLITE_CORRUPT_VTAB,
            SQLiteErrorCode.SQLITE_NOTADB,
            SQLiteErrorCode.SQLITE_ERROR,
            SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE,
            SQLiteErrorCode.SQLITE_MISMATCH
        }) {
            assertThat(translated(code)).as(code.name()).isEqualTo(CorruptStoreException.class);
        }
    }

    @Test
    void whatMayPass_isUnavailable() {
        for (SQLiteErrorCode code : new SQLiteErrorCode[] {
            SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_BUSY_RECOVERY,
            SQLiteErrorCode.SQLITE_LOCKED,
            SQLiteErrorCode.SQLITE_IOERR_WRITE,
            SQLiteErrorCode.SQLITE_IOERR_READ,
            SQLiteErrorCode.SQLITE_NOMEM,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_CANTOPEN
        }) {
            assertThat(translated(code)).as(code.name()).isEqualTo(StoreUnavailableException.class);
        }
    }

    @Test
    void valueTooBig_isRefused() {
        assertThat(translated(SQLiteErrorCode.SQLITE_TOOBIG)).isEqualTo(RefusedException.class);
    }

    @Test
    void commit_whoseFrameCannotHaveBeenWritten_wroteNothing() {
        assertThat(translatedCommit(SQLiteErrorCode.SQLITE_FULL)).isEqualTo(StoreUnavailableException.class);
        assertThat(translatedCommit(SQLiteErrorCode.SQLITE_IOERR_WRITE)).isEqualTo(StoreUnavailableException.class);
    }

    @Test
    void commit_thatMayHaveBeenWritten_isOfUnknownOutcome() {
        assertThat(translatedCommit(SQLiteErrorCode.SQLITE_IOERR_FSYNC)).isEqualTo(OutcomeUnknownException.class);
        assertThat(translatedCommit(SQLiteErrorCode.SQLITE_IOERR_SHMSIZE)).isEqualTo(OutcomeUnknownException.class);
        assertThat(translatedCommit(SQLiteErrorCode.UNKNOWN_ERROR)).isEqualTo(OutcomeUnknownException.class);
    }

    @ParameterizedTest
    @EnumSource(SQLiteErrorCode.class)
    void everyCode_keepsItsCause_andBeforeCommitWroteNothing(SQLiteErrorCode code) {
        SQLException cause = new SQLiteException("said so", code);

        AfterimageException error = errors.translate("do it", cause);

        assertThat(error).isInstanceOf(NothingWritten.class).hasMessageContaining("store.db");
        if (!(error instanceof CorruptStoreException)) {
            assertThat(error).hasCause(cause);
        }
        assertThat(error.getMessage()).contains("said so", "do it");
    }

    @Test
    void errorOfTheDriver_isUnavailable() {
        assertThat(errors.translate("do it", new SQLException()))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("UNKNOWN_ERROR");
    }
}
