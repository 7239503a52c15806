package io.afterimage.mirror.sql;

import static io.afterimage.mirror.sql.QueryException.Reason.NOT_READ_ONLY;
import static io.afterimage.mirror.sql.QueryException.Reason.WRONG_SQL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that want to do more than read. Each is refused, and every file is byte for byte what it was. */
class SqlAttackTest extends SharedGuard {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO mirror_records SELECT * FROM mirror_records",
                "REPLACE INTO mirror_records SELECT * FROM mirror_records",
                "UPDATE mirror_records SET version = 9",
                "DELETE FROM mirror_records",
                "CREATE TABLE t (a)",
                "CREATE TEMP TABLE t AS SELECT * FROM mirror_records",
                "CREATE VIEW v AS SELECT 1",
                "CREATE INDEX i ON mirror_records (version)",
                "CREATE VIRTUAL TABLE v USING fts5 (a)",
                "ALTER TABLE mirror_records ADD COLUMN a",
                "DROP TABLE mirror_records",
                "ANALYZE",
                "REINDEX",
                "BEGIN EXCLUSIVE",
                "SAVEPOINT s",
                "COMMIT",
                "END",
                "DETACH main",
                "backup to 'copy.db'",
                "restore from 'other.db'",
                "VACUUM",
            })
    void writingStatement_isRefused(String statement) {
        guard.refused(NOT_READ_ONLY, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH x AS (SELECT 1) DELETE FROM mirror_records",
                "WITH x AS (SELECT * FROM mirror_records) INSERT INTO mirror_records SELECT * FROM x",
                "WITH x AS (SELECT 1) UPDATE mirror_records SET version = 9 RETURNING *",
                "WITH x AS (SELECT 1) REPLACE INTO mirror_cursors VALUES (1, 2, 3, 4)",
            })
    void dataModifyingCte_isRefused(String statement) {
        guard.refused(NOT_READ_ONLY, statement);
    }

    @Test
    void dataModifyingCteInside_isNoSql() {
        guard.refused(WRONG_SQL, "WITH x AS (DELETE FROM mirror_records RETURNING *) SELECT * FROM x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA query_only = OFF",
                "PRAGMA user_version = 9",
                "PRAGMA journal_mode = DELETE",
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "PRAGMA temp_store_directory = '.'",
                "PRAGMA database_list",
                "EXPLAIN PRAGMA journal_mode = DELETE",
            })
    void pragma_isRefused(String statement) {
        guard.refused(NOT_READ_ONLY, statement);
    }

    @Test
    void writableSchema_isRefused() {
        guard.refused(NOT_READ_ONLY, "PRAGMA writable_schema = ON");
        guard.refused(NOT_READ_ONLY, "UPDATE sqlite_schema SET sql = ''");
        guard.refused(NOT_READ_ONLY, "SELECT * FROM pragma_writable_schema");
    }

    @Test
    void attach_isRefused() {
        guard.refused(NOT_READ_ONLY, "ATTACH '" + guard.other + "' AS o");
        guard.refused(NOT_READ_ONLY, "/* SELECT */ ATTACH '" + guard.other + "' AS o");
        guard.refused(NOT_READ_ONLY, "SELECT 1; ATTACH '" + guard.other + "' AS o");
        guard.refused(WRONG_SQL, "SELECT * FROM o.secrets");
    }

    @Test
    void vacuumInto_isRefused() {
        guard.refused(NOT_READ_ONLY, "VACUUM INTO '" + directory.resolve("copy.db") + "'");
        guard.refused(NOT_READ_ONLY, "EXPLAIN VACUUM INTO '" + directory.resolve("copy.db") + "'");
    }

    @Test
    void loadExtension_isRefused() {
        guard.refused(NOT_READ_ONLY, "SELECT load_extension('" + directory.resolve("evil.so") + "')");
        guard.refused(NOT_READ_ONLY, "SELECT \"load_extension\"('evil')");
        guard.refused(NOT_READ_ONLY, "SELECT 1 WHERE 0 AND load_extension('evil', 'main')");
    }

    @Test
    void tempTrigger_isRefused() {
        guard.refused(
                NOT_READ_ONLY,
                "CREATE TEMP TRIGGER t AFTER INSERT ON mirror_records BEGIN DELETE FROM mirror_events; END");
        guard.refused(NOT_READ_ONLY, "SELECT * FROM sqlite_temp_schema");
        guard.refused(NOT_READ_ONLY, "SELECT * FROM temp.sqlite_master");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; DELETE FROM mirror_records",
                "SELECT 1;;; SELECT 2",
                "SELECT ';'; DELETE FROM mirror_records",
                "SELECT 1 /* ; */ ; /* ; */ DELETE FROM mirror_records -- ;",
                "SELECT 1;\uFEFFDELETE FROM mirror_records",
                "SELECT \"a;\" FROM (SELECT 1 AS \"a;\"); DROP TABLE mirror_records",
            })
    void secondStatement_isRefused(String statement) {
        guard.refused(NOT_READ_ONLY, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- SELECT\nDELETE FROM mirror_records",
                "/* SELECT * FROM */ DELETE FROM mirror_records",
                "/* /* */ DELETE FROM mirror_records /* */",
                "/*/ SELECT */ DELETE FROM mirror_records",
                "--\rSELECT 1\nDELETE FROM mirror_records",
                "SELECT '/*'; DELETE FROM mirror_records; SELECT '*/'",
                "SELECT '--'; DELETE FROM mirror_records",
                "SELECT 'it''s'; DELETE FROM mirror_records",
                "SELECT `a``;` FROM (SELECT 1 AS `a``;`); DELETE FROM mirror_records",
                "SELECT [a'] FROM (SELECT 1 AS [a']); DELETE FROM mirror_records --']",
            })
    void statementHiddenByCommentOrString_isFound(String statement) {
        guard.refused(NOT_READ_ONLY, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0SELECT 1",
                "SELECT 1\0; DELETE FROM mirror_records",
                "SELECT '\0'",
                "SELECT 'open; DELETE FROM mirror_records",
                "SELECT \"open",
                "SELECT [open",
                "SELECT 1 \u000b",
                "SELECT 1 \u0001",
                "SELECT '\ud800'",
                "SELECT ?",
                "SELECT :name",
                "SELECT @name",
                "SELECT $name",
                "",
                " ;; -- nothing",
                "EXPLAIN",
                "EXPLAIN QUERY",
                "EXPLAIN QUERY SELECT 1",
                "SELECT",
                "SELECT * FROM nowhere",
                "SELECT .5.5.",
            })
    void whatIsNoSql_isRefused(String statement) {
        guard.refused(WRONG_SQL, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00a0SELECT 1",
                "(SELECT 1)",
                "'SELECT' 1",
                "\"SELECT\" 1",
                "1",
                "ＳＥＬＥＣＴ 1",
                "SELECTED",
                "SELECT\u00a01"
            })
    void whatOnlyLooksLikeSelect_isRefused(String statement) {
        guard.refused(NOT_READ_ONLY, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXPLAIN DELETE FROM mirror_records",
                "EXPLAIN QUERY PLAN UPDATE mirror_records SET version = 9",
                "EXPLAIN WITH x AS (SELECT 1) DELETE FROM mirror_records",
                "EXPLAIN QUERY PLAN WITH x AS (SELECT 1) DELETE FROM mirror_records",
                "EXPLAIN SELECT load_extension('evil')",
                "EXPLAIN SELECT * FROM pragma_database_list",
                "EXPLAIN EXPLAIN DELETE FROM mirror_records",
            })
    void explainOfMoreThanReading_isRefused(String statement) {
        guard.refused(NOT_READ_ONLY, statement);
    }

    @Test
    void explain_showsNoAddress() {
        QueryResult program = guard.answered("EXPLAIN SELECT * FROM json_each('[1]')");
        assertThat(program.objects()).anySatisfy(line -> {
            assertThat(line).containsEntry("opcode", "VOpen").containsEntry("p4", "vtab:");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM sqlite_schema",
                "SELECT * FROM sqlite_master",
                "SELECT * FROM main.sqlite_schema",
                "SELECT * FROM \"sqlite_schema\"",
                "SELECT * FROM 'sqlite_schema'",
                "SELECT (SELECT count(*) FROM sqlite_schema) FROM mirror_records",
                "SELECT * FROM follower_standing",
                "SELECT * FROM mirror_records, [follower_standing]",
                "WITH x AS (SELECT life FROM follower_standing) SELECT * FROM x",
            })
    void tableThatIsNotTheMirrors_isRefused(String statement) {
        guard.refused(NOT_READ_ONLY, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM pragma_database_list",
                "SELECT file FROM pragma_database_list()",
                "SELECT * FROM 'pragma_database_list'",
                "SELECT * FROM \"Pragma_Database_List\"",
                "SELECT * FROM mirror_records, pragma_table_info('mirror_records')",
                "SELECT * FROM pragma_function_list",
                "SELECT * FROM pragma_journal_mode",
                "SELECT (SELECT file FROM pragma_database_list)",
                "SELECT 1 WHERE EXISTS (SELECT 1 FROM pragma_wal_checkpoint)",
                "SELECT * FROM dbstat",
                "SELECT * FROM 'dbstat'",
                "SELECT * FROM main.dbstat",
                "SELECT * FROM fts3tokenize('simple', 'a b')",
            })
    void virtualTableThatTellsOfFiles_isRefused(String statement) {
        QueryException refusal = guard.refused(statement);
        assertThat(refusal).hasMessageNotContaining(directory.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM sqlite_dbpage",
                "SELECT * FROM sqlite_stmt",
                "SELECT * FROM bytecode('SELECT 1')",
                "SELECT * FROM generate_series(1, 9)",
                "SELECT * FROM csv('/etc/passwd')",
                "SELECT * FROM fsdir('.')",
                "SELECT readfile('/etc/passwd')",
                "SELECT writefile('x', 'y')",
                "SELECT edit('x')",
                "SELECT zipfile('x', 'y')",
                "SELECT eval('DELETE FROM mirror_records')",
            })
    void whatTheShellHas_isNotThere(String statement) {
        guard.refused(WRONG_SQL, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT replicate('a', 2000000000)",
                "SELECT padl('a', 2000000000)",
                "SELECT padr('a', 2000000000)",
                "SELECT padc('a', 2000000000)",
                "SELECT \"replicate\"('a', 5)",
                "SELECT [replicate] /* */ ('a', 5)",
                "SELECT replicate(payload, 5) OVER () FROM mirror_records",
                "SELECT charindex('a', 'b')",
                "SELECT strfilter('a', 'b')",
                "SELECT stdev(version) FROM mirror_records",
                "SELECT median(version), percentile(version, 50) FROM mirror_records", // sorts, and is not interrupted
                "SELECT fts3_tokenizer('simple')",
                "SELECT sqlite_log(1, 'in the log')",
                "SELECT total_changes()",
                "SELECT sqlite_compileoption_get(1)",
                "SELECT rtreecheck('mirror_records')",
                "SELECT fts5_source_id()",
                "SELECT 1 FROM mirror_records ORDER BY replicate(payload, 2)",
                "SELECT 1 FROM mirror_records GROUP BY replicate(payload, 2)",
                "SELECT count(*) FILTER (WHERE replicate(payload, 2)) FROM mirror_records",
            })
    void functionThatIsOnNoList_isRefused(String statement) {
        guard.refused(statement);
    }

    @Test
    void refusedQueries_leaveTheOthersAlone() {
        try (QueryCursor cursor = guard.sql().query("SELECT record_id FROM mirror_records ORDER BY 1")) {
            assertThat(cursor.next()).isTrue();
            guard.refused(NOT_READ_ONLY, "SELECT load_extension('evil')");
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.row()).containsExactly("2");
        }
    }
}
