package io.afterimage.mirror.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.RefusedException;
import io.afterimage.StoreClosedException;
import io.afterimage.mirror.sql.QueryException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How rows stream, and what is told after a close. */
class QueryCursorTest {

    @TempDir
    Path directory;

    private GuardFixture guard;

    @BeforeEach
    void open() throws SQLException {
        guard = new GuardFixture(directory);
    }

    @AfterEach
    void close() throws SQLException {
        guard.close();
    }

    @Test
    void cursor_streamsOneSnapshotAndTellsItsPosition() throws SQLException {
        try (QueryCursor cursor = guard.sql().query("SELECT record_id FROM mirror_records ORDER BY 1")) {
            assertThat(cursor.position()).isEqualTo(42);
            assertThatThrownBy(cursor::row).isInstanceOf(IllegalStateException.class);
            guard.write("DELETE FROM mirror_records");
            guard.write("UPDATE follower_standing SET position = 43");
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.row()).containsExactly("7");
            assertThat(cursor.next()).isFalse();
            assertThat(cursor.next()).isFalse();
        }
        assertThat(guard.sql().list("SELECT count(*) FROM mirror_records").position())
                .isEqualTo(43);
    }

    @Test
    void forgottenCursor_isEndedByTheNextQueryOnceItsTimeIsOver() {
        AtomicLong nanos = new AtomicLong();
        try (ReadOnlySql sql = ReadOnlySql.over(guard.file, GuardFixture.LIMITS, nanos::get);
                QueryCursor forgotten = sql.query("SELECT * FROM mirror_records")) {
            assertThat(forgotten.next()).isTrue();
            nanos.addAndGet(GuardFixture.LIMITS.deadline().toNanos());
            sql.list("SELECT 1");
            assertThat(forgotten.next()).isTrue();
            nanos.incrementAndGet();
            sql.list("SELECT 1");
            assertThatThrownBy(forgotten::next)
                    .isInstanceOfSatisfying(
                            QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DEADLINE));
        }
    }

    @Test
    void deadline_countsTheTimeBetweenRows() {
        AtomicLong nanos = new AtomicLong();
        try (ReadOnlySql sql = ReadOnlySql.over(guard.file, GuardFixture.LIMITS, nanos::get);
                QueryCursor slow = sql.query("SELECT * FROM mirror_records")) {
            assertThat(slow.next()).isTrue();
            nanos.addAndGet(GuardFixture.LIMITS.deadline().toNanos() + 1);
            assertThatThrownBy(slow::next)
                    .isInstanceOfSatisfying(
                            QueryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DEADLINE));
        }
    }

    @Test
    void closedCursorsAndClosedQueries_sayThatTheyAreClosed() {
        QueryCursor one = guard.sql().query("SELECT 1");
        QueryCursor two = guard.sql().query("SELECT 1");
        one.close();
        one.close();
        assertThatThrownBy(one::next).isInstanceOf(StoreClosedException.class);
        guard.sql().close();
        assertThatThrownBy(two::next).isInstanceOf(StoreClosedException.class);
        two.close();
        assertThatThrownBy(() -> guard.sql().query("SELECT 1")).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void anotherApplicationsFile_isRefused() {
        assertThatThrownBy(() -> ReadOnlySql.open(guard.other, SqlLimits.DEFAULT))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("not a SQL follower's");
        assertThatThrownBy(() -> ReadOnlySql.open(directory.resolve("none.db"), SqlLimits.DEFAULT))
                .isInstanceOf(RefusedException.class);
        try (ReadOnlySql sql = ReadOnlySql.open(guard.file.database(), SqlLimits.DEFAULT)) {
            assertThat(sql.list("SELECT 1").rows()).hasSize(1);
        }
    }
}
