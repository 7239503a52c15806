package io.afterimage.sqlite;

import io.afterimage.CorruptStoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables, in the words that {@code .schema} shows to a person. {@code docs/formats/sqlite.md} explains them; a golden
 * test pins them; decision 0020 says why rows lie in a heap under an index. Never edited after a release: a change is a
 * new format version.
 */
final class SqliteSchema {

    /** All objects of the schema, in the order of their creation. */
    static final List<String> DDL = List.of(
            """
            CREATE TABLE store (
              singleton INTEGER NOT NULL PRIMARY KEY CHECK (singleton = 1),
              query_count INTEGER NOT NULL -- how many rows the table queries holds
            )""",
            """
            CREATE TABLE queries (
              number INTEGER NOT NULL PRIMARY KEY,
              id TEXT NOT NULL,
              dropped INTEGER NOT NULL, -- 1: forgotten; only the generation counts
              generation INTEGER NOT NULL,
              sequence INTEGER NOT NULL,
              config_hash INTEGER NOT NULL,
              epoch INTEGER NOT NULL, -- the visible rows lie under this one
              next_epoch INTEGER NOT NULL,
              reclaimed_epoch INTEGER NOT NULL,
              row_count INTEGER NOT NULL,
              membership INTEGER NOT NULL, -- sum over the mixed signatures
              outbox_first INTEGER NOT NULL,
              outbox_next INTEGER NOT NULL,
              outbox_reclaimed INTEGER NOT NULL,
              source_count INTEGER NOT NULL, -- how many rows source_positions holds for it
              checksum INTEGER NOT NULL
            )""",
            """
            CREATE TABLE rows (
              query INTEGER NOT NULL,
              epoch INTEGER NOT NULL,
              signature INTEGER NOT NULL, -- with its highest bit flipped, so that it sorts unsigned
              checksum INTEGER NOT NULL,
              data BLOB NOT NULL
            )""",
            "CREATE UNIQUE INDEX rows_by_key ON rows (query, epoch, signature)",
            """
            CREATE TABLE outbox (
              query INTEGER NOT NULL,
              ordinal INTEGER NOT NULL,
              previous_sequence INTEGER NOT NULL,
              sequence INTEGER NOT NULL,
              checksum INTEGER NOT NULL,
              data BLOB NOT NULL
            )""",
            "CREATE UNIQUE INDEX outbox_by_key ON outbox (query, ordinal)",
            """
            CREATE TABLE source_positions (
              query INTEGER NOT NULL,
              source_id TEXT NOT NULL,
              position BLOB NOT NULL,
              checksum INTEGER NOT NULL,
              PRIMARY KEY (query, source_id)
            ) WITHOUT ROWID""",
            """
            CREATE VIEW live_rows AS -- for people: what every query shows now
              SELECT q.id AS query,
                     printf('%llu', (r.signature | (1 << 63)) - (r.signature & (1 << 63))) AS signature,
                     r.data AS data
              FROM queries q JOIN rows r ON r.query = q.number AND r.epoch = q.epoch
              WHERE NOT q.dropped
              ORDER BY q.id, r.signature""");

    private SqliteSchema() {}

    /** Makes an empty file a store, in one transaction. */
    static void create(Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute("BEGIN IMMEDIATE");
            sql.execute("PRAGMA application_id = " + SqliteHeader.APPLICATION_ID);
            sql.execute("PRAGMA user_version = " + SqliteHeader.FORMAT_VERSION);
            for (String statement : DDL) {
                sql.execute(statement);
            }
            sql.execute("INSERT INTO store (singleton, query_count) VALUES (1, 0)");
            sql.execute("COMMIT");
        }
    }

    /** Refuses a file whose version, as the connection sees it, or whose schema is not exactly ours. */
    static void requireOurs(SqliteFile file, Connection connection) throws SQLException {
        try (Statement sql = connection.createStatement();
                ResultSet version = sql.executeQuery("PRAGMA user_version")) {
            version.next();
            SqliteHeader.requireKnownFormat(file, version.getInt(1));
        }
        requireExpected(file, connection);
    }

    /** Refuses a file whose schema is not exactly ours. */
    static void requireExpected(SqliteFile file, Connection connection) throws SQLException {
        List<String> found = read(connection);
        if (!found.equals(DDL)) {
            throw CorruptStoreException.ofStore(
                    "The schema is not the one of format " + SqliteHeader.FORMAT_VERSION + ". Store: " + file
                            + ". First difference: " + firstDifference(found) + ".",
                    null);
        }
    }

    static List<String> read(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(
                        "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid")) {
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
        }
        return found;
    }

    private static String firstDifference(List<String> found) {
        for (int i = 0; i < DDL.size(); i++) {
            if (i >= found.size()) {
                return "missing " + firstLine(DDL.get(i));
            }
            if (!DDL.get(i).equals(found.get(i))) {
                return "expected " + firstLine(DDL.get(i)) + ", found " + firstLine(found.get(i));
            }
        }
        return "unexpected " + firstLine(found.get(DDL.size()));
    }

    private static String firstLine(String statement) {
        return statement.lines().findFirst().orElse("");
    }
}
