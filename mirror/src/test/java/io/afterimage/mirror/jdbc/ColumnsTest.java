package io.afterimage.mirror.jdbc;

import static io.afterimage.mirror.jdbc.Database.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.mirror.Delta;
import io.afterimage.mirror.source.SourceContentException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the types of real databases become JSON, to the last digit. */
class ColumnsTest {

    @TempDir
    private Path directory;

    private Delta only(DataSource database, String... table) throws InterruptedException {
        List<Delta> deltas = JdbcSource.table("db", "things", database, table)
                .key("ID")
                .version("ID")
                .build()
                .pull(null)
                .deltas();
        assertThat(deltas).hasSize(1);
        return deltas.get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "BOOLEAN|TRUE|true",
                "SMALLINT|-32768|-32768",
                "BIGINT|9223372036854775807|9223372036854775807",
                "DECIMAL(30,10)|12345678901234567890.0000000010|12345678901234567890.0000000010",
                "DECIMAL(38,0)|99999999999999999999999999999999999999|99999999999999999999999999999999999999",
                "DOUBLE|0.1E0|0.1",
                "VARCHAR(20)|U&'\\00e4\"x'|\"ä\\\"x\"",
                "CLOB|'long'|\"long\"",
                "VARBINARY(4)|X'00FF10'|\"00ff10\"",
                "BLOB|X'00FF10'|\"00ff10\"",
                "DATE|DATE '2026-03-29'|\"2026-03-29\"",
                "TIME|TIME '02:30:00'|\"02:30\"",
                "TIMESTAMP(6)|TIMESTAMP '2026-03-29 02:30:00.123456'|\"2026-03-29T02:30:00.123456Z\"",
                "TIMESTAMP WITH TIME ZONE|TIMESTAMP '2026-03-29 02:30:00+02:00'|\"2026-03-29T00:30:00Z\"",
                "UUID|UUID('0f9c4b26-6a0c-4a2f-9d5a-1c2b3d4e5f60')|\"0f9c4b26-6a0c-4a2f-9d5a-1c2b3d4e5f60\"",
                "INTEGER ARRAY|ARRAY[1, NULL, 3]|[1,null,3]",
                "INTERVAL DAY TO SECOND|INTERVAL '1 02:00:00' DAY TO SECOND|\"1 02:00:00.000000\"",
                "INTEGER|NULL|null",
            })
    void hsqldb_isReadExactly_inAnyZone(String type, String literal, String json) throws InterruptedException {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin")); // where 02:30 did not exist that day
            DataSource database = Database.HSQLDB.open(directory);
            run(
                    database,
                    "CREATE TABLE T (ID INTEGER PRIMARY KEY, V " + type + ")",
                    "INSERT INTO T VALUES (1, " + literal + ")");
            assertThat(only(database, "T").payload().path("V").toString()).isEqualTo(json);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "9223372036854775807|9223372036854775807",
                "0.1|0.1",
                "1e400|\"Infinity\"",
                "'text'|\"text\"",
                "X'00FF10'|\"00ff10\"",
                "NULL|null"
            })
    void sqlite_isReadExactly(String literal, String json) throws InterruptedException {
        DataSource database = Database.SQLITE.open(directory);
        run(database, "CREATE TABLE T (ID INTEGER PRIMARY KEY, V)", "INSERT INTO T VALUES (1, " + literal + ")");
        assertThat(only(database, "T").payload().path("V").toString()).isEqualTo(json);
    }

    @Test
    void typeWithoutAForm_namesTheColumn() throws SQLException {
        DataSource database = Database.HSQLDB.open(directory);
        run(database, "CREATE TABLE T (ID INTEGER PRIMARY KEY, V OTHER)");
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO T VALUES (1, ?)")) {
            insert.setObject(1, new ArrayList<>(List.of(1)), Types.OTHER);
            insert.execute();
        }
        assertThatThrownBy(() -> only(database, "T"))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("Where: V.");
    }

    @Test
    void moments_areReadFromTimestampsAndText() throws InterruptedException {
        DataSource hsqldb = Database.HSQLDB.open(directory);
        run(
                hsqldb,
                "CREATE TABLE T (ID INTEGER PRIMARY KEY, V TIMESTAMP(3))",
                "INSERT INTO T VALUES (1, TIMESTAMP '2026-07-01 12:00:00.5')");
        assertThat(moment(hsqldb, "Europe/Berlin")).isEqualTo("2026-07-01T10:00:00.5Z");

        DataSource sqlite = Database.SQLITE.open(directory);
        run(
                sqlite,
                "CREATE TABLE T (ID INTEGER PRIMARY KEY, V TEXT)",
                "INSERT INTO T VALUES (1, '2026-07-01 12:00:00')");
        assertThat(moment(sqlite, "UTC")).isEqualTo("2026-07-01T12:00:00Z");
        run(sqlite, "UPDATE T SET V = '2026-07-01T12:00:00-05:00'");
        assertThat(moment(sqlite, "UTC")).isEqualTo("2026-07-01T17:00:00Z");
        run(sqlite, "UPDATE T SET V = 'soon'");
        assertThatThrownBy(() -> moment(sqlite, "UTC"))
                .isInstanceOf(SourceContentException.class)
                .hasMessageContaining("does not say when");
    }

    private static Instant moment(DataSource database, String zone) throws InterruptedException {
        return JdbcSource.table("db", "things", database, "T")
                .key("ID")
                .version("ID")
                .occurredAt("V")
                .zone(ZoneId.of(zone))
                .build()
                .pull(null)
                .deltas()
                .get(0)
                .occurredAt();
    }

    @Test
    void timestampVersions_orderRows_withOverlapToo() throws InterruptedException {
        DataSource database = Database.HSQLDB.open(directory);
        run(
                database,
                "CREATE TABLE T (ID INTEGER PRIMARY KEY, V TIMESTAMP(6) NOT NULL, Z TIMESTAMP(6) WITH TIME ZONE NOT NULL)");
        for (int id = 1; id <= 9; id++) {
            String moment = "2026-03-29 02:3" + id + ":00.00000" + id;
            run(
                    database,
                    "INSERT INTO T VALUES (" + id + ", TIMESTAMP '" + moment + "', TIMESTAMP '" + moment + "+02:00')");
        }
        for (String version : List.of("V", "Z")) {
            JdbcSource source = JdbcSource.table("db", "things", database, "T")
                    .key("ID")
                    .version(version)
                    .rowsPerPull(2)
                    .build();
            String cursor = null;
            int rows = 0;
            for (boolean more = true; more; ) {
                var pulled = source.pull(cursor);
                rows += pulled.deltas().size();
                cursor = pulled.cursor();
                more = pulled.hasMore();
            }
            assertThat(rows).isEqualTo(9);
            assertThat(source.pull(cursor).deltas()).isEmpty();
        }
    }
}
