package io.afterimage.mirror.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.afterimage.mirror.sql.QueryException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A follower's file with a few rows, held open by its writer, and a stranger's database beside it. */
final class GuardFixture implements AutoCloseable {

    static final String SECRET = "the-secret-of-another-file";
    static final SqlLimits LIMITS = SqlLimits.DEFAULT.withDeadline(Duration.ofSeconds(60));

    final Path directory;
    final Path other;
    final FollowerFile file;
    private final Connection writer;
    private ReadOnlySql sql;

    GuardFixture(Path directory) throws SQLException {
        this.directory = directory;
        other = directory.resolve("other.db");
        try (Connection stranger = DriverManager.getConnection("jdbc:sqlite:" + other);
                Statement statement = stranger.createStatement()) {
            statement.execute("CREATE TABLE secrets (secret)");
            statement.execute("INSERT INTO secrets VALUES ('" + SECRET + "')");
        }
        file = FollowerFile.at(directory.resolve("mirror.db"));
        FollowerCreation.create(file);
        writer = file.openWriter();
        fill();
        sql = ReadOnlySql.over(file, LIMITS, System::nanoTime);
    }

    private void fill() throws SQLException {
        write("""
                INSERT INTO mirror_records VALUES
                  ('users', '1', '{"name":"Ada","age":36,"tags":["a","b"]}', 'api', '2026-01-01T00:00:00Z', 1.0, 1),
                  ('users', '2', '{"name":"Bob; DROP","age":41,"tags":[]}', 'api', '2026-01-01T00:00:01Z', 0.5, 3),
                  ('orders', '7', '{"user":1,"total":12.5}', 'shop', '2026-01-01T00:00:02Z', 1.0, 2)""");
        write("""
                INSERT INTO mirror_events VALUES
                  (1, 'users', '1', 'upsert', '{}', 'api', 1.0, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 1, 'lww')""");
        write("INSERT INTO mirror_cursors VALUES ('api', '*', 'page-7', '2026-01-01T00:00:00Z')");
        write("INSERT INTO mirror_resources VALUES ('users', '2026-01-01T00:00:00Z')");
        write("UPDATE follower_standing SET life = 5, position = 42");
    }

    void write(String statement) throws SQLException {
        try (Statement open = writer.createStatement()) {
            open.execute(statement);
        }
    }

    ReadOnlySql sql() {
        return sql;
    }

    /** Queries from now on with other limits. */
    ReadOnlySql limit(SqlLimits limits) {
        sql.close();
        sql = ReadOnlySql.over(file, limits, System::nanoTime);
        return sql;
    }

    /** Runs the statement to its end, expects the refusal, and that no file is another one than before. */
    QueryException refused(Reason reason, String statement) {
        Map<String, String> before = fingerprints();
        QueryException refusal = catchThrowableOfType(QueryException.class, () -> sql.list(statement));
        assertThat(refusal).as(statement).isNotNull();
        assertThat(refusal.reason())
                .as("%s: %s", statement, refusal.getMessage())
                .isEqualTo(reason);
        assertThat(refusal).hasMessageNotContaining(SECRET);
        assertThat(fingerprints()).as(statement).isEqualTo(before);
        assertThat(sql.list("SELECT count(*) FROM mirror_records").rows().get(0))
                .containsExactly(3L);
        return refusal;
    }

    /** The same for statements that SQLite itself may not understand, depending on how it was built. */
    QueryException refused(String statement) {
        QueryException refusal = catchThrowableOfType(QueryException.class, () -> sql.list(statement));
        assertThat(refusal).as(statement).isNotNull();
        assertThat(refusal.reason()).isIn(Reason.NOT_READ_ONLY, Reason.WRONG_SQL);
        return refused(refusal.reason(), statement);
    }

    /** Expects that no file is another one afterwards. */
    void unchanged(Runnable work) {
        Map<String, String> before = fingerprints();
        work.run();
        assertThat(fingerprints()).isEqualTo(before);
    }

    /** Runs the statement to its end, and expects that no file is another one than before. */
    QueryResult answered(String statement) {
        Map<String, String> before = fingerprints();
        QueryResult result = sql.list(statement);
        assertThat(fingerprints()).as(statement).isEqualTo(before);
        return result;
    }

    /** Every file, by its content; SQLite's index of the log says who reads and is nobody's data. */
    private Map<String, String> fingerprints() {
        Map<String, String> fingerprints = new TreeMap<>();
        for (Path place : new Path[] {directory, Path.of("").toAbsolutePath(), Path.of(temporary())}) {
            try (Stream<Path> files = Files.list(place)) {
                files.forEach(path -> fingerprints.put(path.toString(), fingerprint(path)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return fingerprints;
    }

    private static String temporary() {
        return System.getProperty("java.io.tmpdir");
    }

    private String fingerprint(Path path) {
        if (!path.startsWith(directory)
                || Files.isDirectory(path)
                || path.toString().endsWith("-shm")) {
            return "there";
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws SQLException {
        sql.close();
        writer.close();
    }
}
