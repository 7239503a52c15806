package io.afterimage.mirror.sql;

import java.util.List;

/** The tables of a follower's file, see {@code docs/formats/mirror-sql.md}. */
final class FollowerSchema {

    /** {@code AfMs} at the place where SQLite keeps the application's id. */
    static final int APPLICATION_ID = 0x41664D73;

    static final int VERSION = 1;

    /** What queries see. */
    static final List<String> TABLES = List.of("mirror_records", "mirror_events", "mirror_cursors", "mirror_resources");

    /** One row that says whose mirror the tables show, and up to which event. Queries do not see it. */
    static final String STANDING = "follower_standing";

    static final List<String> DDL = List.of(
            """
            CREATE TABLE mirror_resources (
              name TEXT NOT NULL PRIMARY KEY,
              registered_at TEXT NOT NULL
            )""",
            """
            CREATE TABLE mirror_records (
              resource TEXT NOT NULL,
              record_id TEXT NOT NULL,
              payload TEXT NOT NULL, -- JSON
              source TEXT NOT NULL,
              last_synced_at TEXT NOT NULL,
              confidence REAL NOT NULL,
              version INTEGER NOT NULL,
              PRIMARY KEY (resource, record_id)
            )""",
            """
            CREATE TABLE mirror_events (
              seq INTEGER NOT NULL PRIMARY KEY,
              resource TEXT NOT NULL,
              record_id TEXT NOT NULL,
              op TEXT NOT NULL, -- upsert or delete
              payload TEXT, -- JSON as it came in; NULL for a delete
              source TEXT NOT NULL,
              confidence REAL NOT NULL,
              occurred_at TEXT NOT NULL,
              applied_at TEXT NOT NULL,
              applied INTEGER NOT NULL, -- 1, or 0 where the delta was skipped
              decision TEXT NOT NULL
            )""",
            "CREATE INDEX mirror_events_by_record ON mirror_events (resource, record_id)",
            """
            CREATE TABLE mirror_cursors (
              source TEXT NOT NULL,
              resource TEXT NOT NULL, -- * for the source as a whole
              cursor TEXT NOT NULL,
              updated_at TEXT NOT NULL,
              PRIMARY KEY (source, resource)
            )""",
            """
            CREATE TABLE follower_standing (
              singleton INTEGER NOT NULL PRIMARY KEY CHECK (singleton = 1),
              life INTEGER NOT NULL, -- of the mirror; 0 = nothing followed yet
              position INTEGER NOT NULL -- the last event that is in the tables
            )""",
            "INSERT INTO follower_standing VALUES (1, 0, 0)",
            "PRAGMA application_id = " + APPLICATION_ID,
            "PRAGMA user_version = " + VERSION);

    private FollowerSchema() {}
}
