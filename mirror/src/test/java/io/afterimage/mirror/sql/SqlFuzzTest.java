package io.afterimage.mirror.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Statements by chance, of pieces that attackers use: each is answered or refused, nothing changes, and the JVM lives. More
 * with {@code -Dafterimage.campaign=N}; one seed with {@code -Dafterimage.seed=S}.
 */
class SqlFuzzTest {

    private static final int STATEMENTS = 1_500 * Integer.getInteger("afterimage.campaign", 1);

    private static final List<String> PIECES = List.of(
            "SELECT",
            "WITH",
            "VALUES",
            "EXPLAIN",
            "QUERY PLAN",
            "DELETE FROM",
            "INSERT INTO",
            "UPDATE",
            "SET",
            "PRAGMA",
            "ATTACH",
            "VACUUM INTO",
            "CREATE TEMP TABLE",
            "DROP TABLE",
            "RETURNING",
            "x AS (SELECT 1)",
            "x",
            "*",
            "1",
            ",",
            ",",
            "(",
            ")",
            "(",
            ")",
            ";",
            "--",
            "/*",
            "*/",
            "'",
            "\"",
            "`",
            "[",
            "]",
            "\n",
            "\0",
            "\uFEFF",
            "\u00a0",
            "'a;b'",
            "\"c;d\"",
            "x'00ff'",
            "FROM",
            "FROM",
            "WHERE",
            "ORDER BY",
            "GROUP BY",
            "UNION ALL",
            "OVER ()",
            "LIMIT 3",
            "NOT",
            "mirror_records",
            "mirror_events",
            "follower_standing",
            "sqlite_schema",
            "pragma_database_list",
            "dbstat",
            "json_each('[1,2]')",
            "json_tree(payload)",
            "load_extension('x')",
            "replicate('a', 9)",
            "zeroblob(99999999)",
            "payload ->> '$.name'",
            "count(*)",
            "group_concat(payload)",
            "RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 " + "FROM n)",
            "n",
            "main.",
            "temp.",
            "AS",
            "IN",
            "=",
            "||",
            "?",
            ":a",
            "CAST(1 AS BLOB)",
            "rowid");

    @TempDir
    Path directory;

    @Test
    void statementByChance_isAnsweredOrRefused() throws SQLException {
        long seed = Long.getLong("afterimage.seed", new Random().nextLong());
        System.out.println("sql fuzz: seed " + seed);
        Random random = new Random(seed);
        try (GuardFixture guard = new GuardFixture(directory)) {
            guard.limit(GuardFixture.LIMITS.withDeadline(Duration.ofMillis(100)));
            guard.unchanged(() -> {
                int answered = 0;
                for (int i = 0; i < STATEMENTS; i++) {
                    answered += answered(guard, statement(random)) ? 1 : 0;
                }
                assertThat(answered)
                        .as("seed %s: statements that were answered", seed)
                        .isPositive();
            });
        }
    }

    private static boolean answered(GuardFixture guard, String statement) {
        Throwable outcome = catchThrowable(() -> guard.sql().list(statement));
        if (outcome != null) {
            assertThat(outcome).as(statement).isInstanceOf(QueryException.class);
            assertThat(outcome).hasMessageNotContaining(GuardFixture.SECRET);
        }
        return outcome == null;
    }

    /** Half of them begin like a query that works. */
    private static String statement(Random random) {
        StringBuilder statement = new StringBuilder(random.nextBoolean() ? "SELECT 1 " : "");
        for (int pieces = random.nextInt(9); pieces > 0; pieces--) {
            statement.append(PIECES.get(random.nextInt(PIECES.size()))).append(random.nextInt(9) == 0 ? "" : " ");
        }
        return statement.toString();
    }
}
