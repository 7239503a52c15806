package io.afterimage.mirror.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What works, and in which form its values come. */
class ReadOnlySqlTest extends SharedGuard {

    private List<@Nullable Object> one(String statement) {
        QueryResult result = guard.answered(statement);
        assertThat(result.rows()).hasSize(1);
        return result.rows().get(0);
    }

    @Test
    void semicolonInAString_isText() {
        assertThat(one("SELECT json_extract(payload, '$.name') FROM mirror_records WHERE payload LIKE '%; DROP%';"))
                .containsExactly("Bob; DROP");
        assertThat(one("SELECT ';', '--', '/*', 'it''s;', \"a;b\" FROM (SELECT 1 AS \"a;b\") ; ;; -- end;"))
                .containsExactly(";", "--", "/*", "it's;", 1L);
    }

    @Test
    void commonTableExpressions_work() {
        assertThat(one("WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 100), "
                        + "m AS MATERIALIZED (SELECT v FROM n) SELECT sum(v) FROM m"))
                .containsExactly(5050L);
    }

    @Test
    void windowFunctions_work() {
        QueryResult result = guard.answered("SELECT record_id, row_number() OVER (ORDER BY version DESC), "
                + "sum(version) OVER (ORDER BY version ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), "
                + "lag(record_id) OVER w, first_value(version) OVER w, group_concat(record_id) OVER w, ntile(2) OVER w "
                + "FROM mirror_records WINDOW w AS (PARTITION BY resource ORDER BY record_id) ORDER BY version");
        assertThat(result.rows()).hasSize(3);
        assertThat(result.rows().get(0).subList(0, 3)).containsExactly("1", 3L, 1L);
    }

    @Test
    void jsonFunctions_work() {
        assertThat(one("SELECT json_extract(payload, '$.age'), payload ->> 'name', payload -> 'tags', "
                        + "json_array_length(payload, '$.tags'), json_type(payload, '$.tags'), json_valid(payload), "
                        + "json_object('a', json_array(1, 2)), json_patch('{\"a\":1}', '{\"b\":2}') "
                        + "FROM mirror_records WHERE record_id = '1'"))
                .containsExactly(36L, "Ada", "[\"a\",\"b\"]", 2L, "array", 1L, "{\"a\":[1,2]}", "{\"a\":1,\"b\":2}");
        assertThat(guard.answered("SELECT r.record_id, t.value FROM mirror_records r, json_each(r.payload, '$.tags') t")
                        .rows())
                .containsExactly(List.of("1", "a"), List.of("1", "b"));
        assertThat(one("SELECT count(*) FROM mirror_records, json_tree(payload)"))
                .containsExactly(13L);
    }

    @Test
    void computedColumns_haveTheTypeOfTheirValue() {
        assertThat(one(
                        "SELECT count(*), avg(version), max(record_id), min(confidence), NULL, 9223372036854775807, 1 = 1 "
                                + "FROM mirror_records"))
                .isEqualTo(Arrays.asList(3L, 2.0, "7", 0.5, null, Long.MAX_VALUE, 1L));
    }

    @Test
    void blobs_areLowerCaseHex() {
        assertThat(one("SELECT x'00FFab', zeroblob(3), x''")).containsExactly("00ffab", "000000", "");
    }

    @Test
    void textIsTextAndRealsThatJsonHasNot_areText() {
        assertThat(one("SELECT 9e999, -9e999, 1e400 - 1e400, 0.1, char(128512), 'a' || char(0) || 'b'"))
                .isEqualTo(Arrays.asList("Infinity", "-Infinity", null, 0.1, "😀", "a\0b"));
    }

    @Test
    void bytesThatAreNoText_areReplaced() {
        assertThat(one("SELECT CAST(x'41ff42' AS TEXT), CAST(x'41' AS TEXT)")).containsExactly("A\uFFFDB", "A");
    }

    @Test
    void columnsOfTheSameName_areNumbered() {
        QueryResult result = guard.answered("SELECT 1 AS a, 2 AS a, 3 AS \"a:1\", 4 AS a");
        assertThat(result.columns()).containsExactly("a", "a:1", "a:1:1", "a:2");
        assertThat(result.objects().get(0)).containsEntry("a", 1L).containsEntry("a:2", 4L);
    }

    @Test
    void allFourTables_areThere() {
        assertThat(one("SELECT (SELECT count(*) FROM mirror_records), (SELECT count(*) FROM mirror_events), "
                        + "(SELECT count(*) FROM mirror_cursors), (SELECT count(*) FROM mirror_resources)"))
                .containsExactly(3L, 1L, 1L, 1L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VALUES (1), (2)",
                "values(1);",
                "\n\t/* why */ -- how\r\n\f select 1",
                "\uFEFFSELECT 1",
                "EXPLAIN SELECT * FROM mirror_records",
                "EXPLAIN QUERY PLAN SELECT * FROM mirror_records WHERE resource = 'users' AND record_id = '1'",
                "explain /* */ query -- \n plan with x as (select 1) select * from x",
                "SELECT * FROM mirror_records r JOIN mirror_events e USING (resource, record_id) ORDER BY seq LIMIT 5 OFFSET 0",
                "SELECT * FROM mirror_records NATURAL LEFT JOIN mirror_events",
                "SELECT * FROM mirror_records a FULL OUTER JOIN mirror_records b ON a.version = b.version + 1",
                "SELECT resource FROM mirror_records UNION SELECT name FROM mirror_resources EXCEPT SELECT 'x' INTERSECT SELECT 'y'",
                "SELECT resource, count(DISTINCT source) FROM mirror_records GROUP BY 1 HAVING count(*) > 0 ORDER BY 2 DESC, 1",
                "SELECT * FROM mirror_records WHERE record_id IN ('1', '2') OR version BETWEEN 1 AND 2 OR payload GLOB '*x*'",
                "SELECT * FROM mirror_records WHERE resource = 'users' OR resource = 'orders' OR record_id = '9'",
                "SELECT * FROM mirror_records WHERE (resource, record_id) IN (SELECT resource, record_id FROM mirror_events)",
                "SELECT * FROM mirror_records WHERE EXISTS (SELECT 1 FROM mirror_events e WHERE e.record_id = mirror_records.record_id)",
                "SELECT CASE WHEN version > 1 THEN CAST(version AS TEXT) ELSE iif(1, 'a', 'b') END FROM mirror_records",
                "SELECT min(seq), max(seq) FROM mirror_events",
                "SELECT max(version), record_id FROM mirror_records",
                "SELECT rowid, * FROM mirror_records ORDER BY rowid DESC",
                "SELECT * FROM (SELECT * FROM mirror_records ORDER BY version LIMIT 2) WHERE version > 0",
                "SELECT string_agg(record_id, ',' ORDER BY version DESC) FROM mirror_records",
                "SELECT * FROM mirror_records WHERE payload LIKE '%a%' OR payload LIKE '%b%' OR replace(trim(payload), 'a', '') = ''",
                "SELECT datetime(last_synced_at, '+1 day'), strftime('%Y', last_synced_at), julianday('now') FROM mirror_records",
                "SELECT printf('%05.1f|%s', 1.25, 'x'), round(1.5), sqrt(2), 7 % 3, ~5, 1 << 3, 'a' IS NOT NULL, typeof(1.0)",
                "SELECT sum(version) OVER (ORDER BY version RANGE BETWEEN UNBOUNDED PRECEDING AND 1 FOLLOWING) FROM mirror_records",
                "SELECT nth_value(version, 2) OVER (ORDER BY version GROUPS 1 PRECEDING EXCLUDE TIES) FROM mirror_records",
                "SELECT * FROM mirror_records ORDER BY resource COLLATE NOCASE, payload -> '$.age' NULLS LAST",
                "WITH RECURSIVE t(v, d) AS (SELECT 1, 0 UNION SELECT v * 2, d + 1 FROM t WHERE d < 9 ORDER BY 2 DESC) SELECT * FROM t",
                "SELECT 1_000, 0x1F, .5e-3, 'a' LIKE 'A', unicode('a'), substr('abc', -2), instr('abc', 'c')",
                "SELECT \"mirror_records\".[version], `resource` FROM \"mirror_records\"",
            })
    void query_works(String statement) {
        assertThat(guard.answered(statement).columns()).isNotEmpty();
    }
}
