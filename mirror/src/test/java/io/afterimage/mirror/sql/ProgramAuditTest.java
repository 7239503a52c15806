package io.afterimage.mirror.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.mirror.sql.QueryException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each wall alone: the audit without the look at the text, and the read-only connection without the audit. */
class ProgramAuditTest extends SharedGuard {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM mirror_records",
                "DELETE FROM mirror_records WHERE version = 1",
                "INSERT INTO mirror_resources VALUES ('a', 'b')",
                "UPDATE mirror_records SET version = 9 RETURNING *",
                "WITH x AS (SELECT 1) DELETE FROM mirror_events",
                "CREATE TABLE t (a)",
                "CREATE TEMP TABLE t (a)",
                "CREATE TEMP TRIGGER t AFTER DELETE ON mirror_records BEGIN SELECT 1; END",
                "CREATE VIRTUAL TABLE t USING fts5 (a)",
                "DROP TABLE mirror_records",
                "ALTER TABLE mirror_records RENAME TO r",
                "REINDEX mirror_records",
                "ANALYZE",
                "VACUUM",
                "VACUUM INTO 'copy.db'",
                "ATTACH 'other.db' AS o",
                "DETACH main",
                "BEGIN IMMEDIATE",
                "SAVEPOINT s",
                "SELECT * FROM sqlite_schema",
                "SELECT * FROM pragma_database_list",
            })
    void audit_refusesWithoutLookingAtTheText(String statement) throws SQLException {
        try (Connection connection = guard.file.openGuarded(SqlLimits.DEFAULT)) {
            ProgramAudit audit = ProgramAudit.learn(connection);
            SqlText unseen = new SqlText(statement, statement);
            guard.unchanged(() -> assertThatThrownBy(() -> audit.require(connection, unseen))
                    .isInstanceOfSatisfying(
                            QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_READ_ONLY)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM mirror_records",
                "CREATE TABLE t (a)",
                "CREATE TEMP TABLE t (a)",
                "VACUUM INTO 'copy.db'",
                "ATTACH 'other.db' AS o",
                "PRAGMA user_version = 9",
                "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema",
                "SELECT load_extension('x')",
                "SELECT zeroblob(2000000)",
            })
    void guardedConnection_changesNothingWithoutTheAudit(String statement) throws SQLException {
        try (Connection connection = guard.file.openGuarded(SqlLimits.DEFAULT)) {
            guard.unchanged(() -> assertThatThrownBy(() -> {
                        try (Statement sql = connection.createStatement()) {
                            for (String each : statement.split("; ", -1)) {
                                sql.execute(each);
                            }
                        }
                    })
                    .isInstanceOf(SQLException.class));
        }
    }

    @Test
    void addresses_stayTheSameAsLongAsTheConnectionIsOpen() throws SQLException {
        try (Connection connection = guard.file.openGuarded(SqlLimits.DEFAULT)) {
            ProgramAudit audit = ProgramAudit.learn(connection);
            assertThat(audit.virtualTables()).hasSize(2);
            assertThat(audit.pages()).hasSize(8); // four tables and four indexes
            for (int i = 0; i < 100; i++) {
                guard.write("UPDATE mirror_records SET version = version + 1");
                SqlText text = SqlText.of("SELECT * FROM json_each('[]'), json_tree('[]')", 1_000);
                assertThatCode(() -> audit.require(connection, text)).doesNotThrowAnyException();
            }
        }
    }
}
