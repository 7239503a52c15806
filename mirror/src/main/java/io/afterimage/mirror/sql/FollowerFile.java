package io.afterimage.mirror.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteOpenMode;

/**
 * Where a follower lies, and how its file is opened. Immutable.
 *
 * @param database the file, absolute
 */
record FollowerFile(Path database) {

    private static final int BUSY_TIMEOUT_MS = 2_000;

    /** Enough for any query that a person would write, and deep enough below what a thread's stack can bear. */
    private static final int MOST_EXPRESSION_DEPTH = 100;

    private static final int MOST_COLUMNS = 500;
    private static final int MOST_COMPOUND_TERMS = 100;
    private static final int MOST_INSTRUCTIONS = 100_000;
    private static final int MOST_PATTERN_BYTES = 250;
    private static final int EXPLAIN_BYTES = 100;

    static FollowerFile at(Path database) {
        return new FollowerFile(database.toAbsolutePath().normalize());
    }

    /** The file and what SQLite keeps beside it. */
    List<Path> parts() {
        return List.of(database, beside("-wal"), beside("-shm"), beside("-journal"));
    }

    /** The follower's lock. */
    Path lock() {
        return beside("-lock");
    }

    /** Where a new file is built before it gets its name. */
    FollowerFile creating() {
        return new FollowerFile(beside("-creating"));
    }

    private Path beside(String suffix) {
        return database.resolveSibling(Objects.requireNonNull(database.getFileName()) + suffix);
    }

    /** The connection that makes a new file: with a rollback journal, so that the file is whole without a log. */
    Connection openCreator() throws SQLException {
        return open(config());
    }

    /** The connection that follows. What a power failure takes back of the file takes its position back too. */
    Connection openWriter() throws SQLException {
        SQLiteConfig config = config();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        return open(
                config,
                "journal_mode = WAL",
                "synchronous = NORMAL",
                "journal_size_limit = " + (64 << 20),
                "cache_size = -16384");
    }

    /** A connection for queries that are not trusted. */
    Connection openGuarded(SqlLimits limits) throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        limit(config, Pragma.LIMIT_LENGTH, limits.maxValueBytes());
        limit(config, Pragma.LIMIT_SQL_LENGTH, limits.maxSqlBytes() + EXPLAIN_BYTES);
        limit(config, Pragma.LIMIT_COLUMN, MOST_COLUMNS);
        limit(config, Pragma.LIMIT_EXPR_DEPTH, MOST_EXPRESSION_DEPTH);
        limit(config, Pragma.LIMIT_COMPOUND_SELECT, MOST_COMPOUND_TERMS);
        limit(config, Pragma.LIMIT_VDBE_OP, MOST_INSTRUCTIONS);
        limit(config, Pragma.LIMIT_LIKE_PATTERN_LENGTH, MOST_PATTERN_BYTES);
        limit(config, Pragma.LIMIT_VARIABLE_NUMBER, 0);
        limit(config, Pragma.LIMIT_TRIGGER_DEPTH, 0);
        limit(config, Pragma.LIMIT_WORKER_THREADS, 0);
        return open(config, "query_only = ON", "temp_store = MEMORY", "cache_size = -4096");
    }

    private static void limit(SQLiteConfig config, Pragma limit, int value) {
        config.setPragma(limit, Integer.toString(value));
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setGetGeneratedKeys(false);
        config.enableLoadExtension(false);
        limit(config, Pragma.LIMIT_ATTACHED, 0); // no ATTACH, and no VACUUM INTO
        return config;
    }

    private Connection open(SQLiteConfig config, String... pragmas) throws SQLException {
        Connection connection =
                config.createConnection("jdbc:sqlite:" + database.toUri()); // no character has a meaning
        try (Statement sql = connection.createStatement()) {
            sql.execute("PRAGMA trusted_schema = OFF");
            sql.execute("PRAGMA cell_size_check = ON");
            sql.execute("PRAGMA mmap_size = 0");
            for (String pragma : pragmas) {
                sql.execute("PRAGMA " + pragma);
            }
            return connection;
        } catch (SQLException e) {
            closeAfter(e, connection);
            throw e;
        }
    }

    /** Closes something on the way out of an error. */
    static void closeAfter(Exception error, AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            error.addSuppressed(e);
        }
    }

    @Override
    public String toString() {
        return database.toString();
    }
}
