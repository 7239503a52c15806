package io.afterimage.benchmarks;

/** The tables of {@link RawSqlite}. Parameters of upserts come in the order query, signature, data. */
enum SqliteLayout {
    /** What everybody writes first: a clustered table, and SQLite's own checkpoint after every 1,000 pages. */
    NAIVE(
            "CREATE TABLE IF NOT EXISTS rows (query INTEGER NOT NULL, signature INTEGER NOT NULL, data BLOB NOT NULL,"
                    + " PRIMARY KEY (query, signature)) WITHOUT ROWID",
            1_000,
            "INSERT INTO rows (query, signature, data) VALUES (?, ?, ?)"
                    + " ON CONFLICT (query, signature) DO UPDATE SET data = excluded.data",
            "rows",
            "query = ?"),
    /** Afterimage's: a heap under a unique index, with a checkpoint once the log has 64 MiB. */
    OURS(
            "CREATE TABLE IF NOT EXISTS rows (query INTEGER NOT NULL, epoch INTEGER NOT NULL, signature INTEGER NOT NULL,"
                    + " checksum INTEGER NOT NULL, data BLOB NOT NULL);"
                    + "CREATE UNIQUE INDEX IF NOT EXISTS rows_by_key ON rows (query, epoch, signature)",
            16_384,
            "INSERT INTO rows (query, epoch, signature, checksum, data) VALUES (?, 1, ?, 1234567890, ?)"
                    + " ON CONFLICT (query, epoch, signature)"
                    + " DO UPDATE SET checksum = excluded.checksum, data = excluded.data",
            "rows INDEXED BY rows_by_key",
            "query = ? AND epoch = 1");

    /** How many pages of log ask for a checkpoint. */
    final int checkpointPages;

    private final String ddl;
    final String upsert;
    final String delete;
    final String row;
    final String scan;
    final String count;
    final String clear;

    SqliteLayout(String ddl, int checkpointPages, String upsert, String rows, String query) {
        this.ddl = ddl;
        this.checkpointPages = checkpointPages;
        this.upsert = upsert;
        this.delete = "DELETE FROM rows WHERE " + query + " AND signature = ?";
        this.row = "SELECT data FROM rows WHERE " + query + " AND signature = ?";
        this.scan = "SELECT signature, data FROM " + rows + " WHERE " + query + " ORDER BY signature";
        this.count = "SELECT count(*) FROM rows WHERE " + query;
        this.clear = "DELETE FROM rows WHERE " + query;
    }

    /** The statements that make the tables where there are none. */
    String[] ddl() {
        return ddl.split(";");
    }
}
