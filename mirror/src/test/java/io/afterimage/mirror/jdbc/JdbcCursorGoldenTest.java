package io.afterimage.mirror.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.mirror.source.TestTime;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The cursors that mirrors of tables have stored. A released form is never edited: a new version is a new case here. */
class JdbcCursorGoldenTest {

    private static final String FULL = "{\"v\":1,\"way\":\"jdbc by REV, ID\",\"at\":[{\"n\":\"1.50\"},{\"f\":\"0.1\"},"
            + "{\"s\":\"a\\\"b\"},{\"u\":\"00000000-0000-0001-0000-000000000002\"},{\"d\":\"2026-01-31\"},"
            + "{\"l\":\"2026-01-31T12:00:00.000001\"},{\"m\":\"2026-01-31T12:00+01:00\"}],"
            + "\"rest\":true,\"probe\":\"t\",\"probed\":\"2026-03-01T12:00:00Z\"}";

    @Test
    void cursor_hasItsText() {
        List<KeyValue> at = List.of(
                KeyValue.of("c", new BigDecimal("1.50")),
                KeyValue.of("c", 0.1),
                KeyValue.of("c", "a\"b"),
                KeyValue.of("c", new UUID(1, 2)),
                KeyValue.of("c", LocalDate.parse("2026-01-31")),
                KeyValue.of("c", LocalDateTime.parse("2026-01-31T12:00:00.000001")),
                KeyValue.of("c", OffsetDateTime.parse("2026-01-31T12:00:00+01:00")));
        JdbcCursor cursor = new JdbcCursor("jdbc by REV, ID", at, true, "t", TestTime.START);
        assertThat(cursor.toText()).isEqualTo(FULL);
        assertThat(JdbcCursor.parse(FULL, "jdbc by REV, ID")).isEqualTo(cursor);
        JdbcCursor start = JdbcCursor.start("jdbc by ID");
        assertThat(start.toText()).isEqualTo("{\"v\":1,\"way\":\"jdbc by ID\",\"rest\":true}");
        assertThat(JdbcCursor.parse(start.toText(), "jdbc by ID")).isEqualTo(start);
    }
}
