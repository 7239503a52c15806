package io.afterimage.mirror.sql;

import static io.afterimage.mirror.sql.QueryException.Reason.DEADLINE;
import static io.afterimage.mirror.sql.QueryException.Reason.WRONG_SQL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.afterimage.mirror.sql.QueryException.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that only read, without end: of time, of bytes, of memory, of stack. Each ends at its limit. */
class SqlBombTest extends SharedGuard {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n) SELECT count(*) FROM n",
                "WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v FROM n) SELECT * FROM n WHERE v > 1",
                "WITH RECURSIVE n(v) AS (VALUES (1) UNION ALL SELECT v + 1 FROM n), m(v) AS (SELECT * FROM n) "
                        + "SELECT max(v) FROM m",
                "WITH t AS (SELECT value FROM json_each('[1,2,3,4,5,6,7,8,9,10]')) SELECT count(*) "
                        + "FROM t a, t b, t c, t d, t e, t f, t g, t h, t i, t j, t k, t l, t m, t n",
            })
    void queryWithoutEnd_endsAtTheDeadline(String statement) {
        guard.limit(GuardFixture.LIMITS.withDeadline(Duration.ofMillis(300)));
        guard.refused(DEADLINE, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT zeroblob(2147483647)",
                "SELECT zeroblob(2000000000)",
                "SELECT length(zeroblob(2000000000))",
                "SELECT hex(zeroblob(1000000))",
                "SELECT randomblob(2000000000)",
                "SELECT quote(zeroblob(1000000))",
                "SELECT printf('%2000000000d', 1)",
                "SELECT printf('%.2000000000f', 1.5)",
                "SELECT printf('%*d', 2000000000, 1)",
                "SELECT format('%2000000000s', 'x')",
                "SELECT replace(hex(zeroblob(500000)), '0', 'aaaaaaaaaaaaaaaaaaaaaaaa')",
                "SELECT hex(zeroblob(500000)) || hex(zeroblob(500000))",
                "SELECT concat(hex(zeroblob(500000)), hex(zeroblob(500000)))",
                "WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n LIMIT 400000) SELECT group_concat(v, 'aaaaaaaa') FROM n",
                "WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n LIMIT 400000) SELECT json_group_array(v) FROM n",
                "WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n LIMIT 400000) SELECT json_group_object(v, v) FROM n",
                "WITH RECURSIVE n(v) AS (SELECT 'aaaaaaaa' UNION ALL SELECT v || v FROM n) SELECT max(length(v)) FROM n",
                "SELECT json_array(hex(zeroblob(300000)), hex(zeroblob(300000)))",
                "SELECT 1 FROM mirror_records ORDER BY hex(zeroblob(400000)) || version, hex(zeroblob(500000)) || version",
            })
    void valueOfTwoGigabytes_neverComesToBe(String statement) {
        guard.refused(Reason.VALUE_TOO_LONG, statement);
    }

    @Test
    void manyLongValuesInOneRow_areRefused() {
        String values = "x,".repeat(400) + "x";
        guard.refused(
                Reason.TOO_MANY_BYTES,
                "WITH t(x) AS MATERIALIZED (SELECT hex(zeroblob(500000))) SELECT " + values + " FROM t");
        String calls = "hex(zeroblob(500000)) = 1 OR ".repeat(90) + "0";
        guard.refused(WRONG_SQL, "SELECT " + (calls + ",").repeat(20) + "1");
        guard.refused(WRONG_SQL, "SELECT " + "1,".repeat(500) + "1");
    }

    @Test
    void manyLongRows_areCounted() {
        String statement =
                "WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n) SELECT hex(zeroblob(250000)) FROM n";
        guard.refused(Reason.TOO_MANY_BYTES, statement);
        guard.limit(GuardFixture.LIMITS.withMaxRows(10));
        guard.refused(Reason.TOO_MANY_ROWS, statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n) "
                        + "SELECT v, randomblob(90000) AS b FROM n ORDER BY b",
                "WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n) "
                        + "SELECT count(*) FROM (SELECT DISTINCT randomblob(90000) FROM n)",
                "WITH RECURSIVE n(v) AS (SELECT zeroblob(90000) UNION SELECT randomblob(90000) FROM n) SELECT count(*) FROM n",
                "WITH RECURSIVE n(v) AS (SELECT zeroblob(90000) UNION ALL SELECT randomblob(90000) FROM n) "
                        + "SELECT count(*) OVER (PARTITION BY v) FROM n",
            })
    void sortingWithoutEnd_endsAtTheLimitOfMemory(String statement) {
        guard.limit(GuardFixture.LIMITS.withMaxGrowthBytes(64 << 20));
        guard.refused(Reason.TOO_MUCH_MEMORY, statement);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(1 + ", "abs(", "(SELECT ", "EXISTS (SELECT ", "1 IN (SELECT ", "CASE WHEN 1 THEN "})
    void deepNesting_endsInAnError_andNotInTheStack(String level) throws InterruptedException {
        for (int depth : new int[] {90, 1_000, 3_000}) {
            AtomicReference<@Nullable Throwable> outcome = new AtomicReference<>();
            Runnable query =
                    () -> outcome.set(catchThrowable(() -> guard.sql().list("SELECT " + level.repeat(depth) + "1")));
            Thread small = new Thread(null, query, "small stack", 256 << 10);
            small.start();
            small.join();
            assertThat(outcome.get()).as("%s, %s times", level, depth).isInstanceOfAny(QueryException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"- ", "NOT ", "~", "1 + "})
    void longChains_endInAnError_andNotInTheStack(String link) throws InterruptedException {
        AtomicReference<@Nullable Throwable> outcome = new AtomicReference<>();
        Runnable query = () -> outcome.set(catchThrowable(() -> guard.sql().list("SELECT " + link.repeat(900) + "1")));
        Thread small = new Thread(null, query, "small stack", 256 << 10);
        small.start();
        small.join();
        assertThat(outcome.get()).as(link).isInstanceOf(QueryException.class);
    }

    @Test
    void deepJson_endsInAnError() {
        guard.refused(WRONG_SQL, "SELECT json('" + "[".repeat(30_000) + "]".repeat(30_000) + "')");
        guard.refused(WRONG_SQL, "SELECT count(*) FROM json_tree('" + "[".repeat(30_000) + "')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2  | json_patch(payload, payload)",
                "10 | instr(payload, payload)",
                "10 | trim(payload, payload)",
                "10 | replace(payload, payload, payload)",
                "100 | payload LIKE payload",
            })
    void callsThatTakeTheSquareOfTheirArguments_areCounted(int allowed, String call) {
        guard.answered("SELECT " + (call + ", ").repeat(allowed) + "1 FROM mirror_records");
        guard.refused(WRONG_SQL, "SELECT " + (call + ", ").repeat(allowed + 1) + "1 FROM mirror_records");
    }

    @Test
    void longStatement_isRefused() {
        guard.refused(WRONG_SQL, "SELECT '" + "a".repeat(SqlLimits.DEFAULT.maxSqlBytes()) + "'");
        guard.refused(WRONG_SQL, "SELECT 1" + " UNION ALL SELECT 1".repeat(200));
        guard.refused(WRONG_SQL, "SELECT 'a' LIKE '" + "%a".repeat(200) + "'");
    }
}
