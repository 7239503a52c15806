package io.afterimage.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Which table layout serves rows under random 64-bit signatures best? Decision 0020 rests on this program.
 *
 * <pre>
 * java -cp benchmarks/target/classes:SQLITE_JDBC_JAR io.afterimage.benchmarks.SqliteLayouts ROWS ROW_BYTES ROUNDS
 * </pre>
 *
 * <p>Every figure is microseconds per row on a file in WAL mode with {@code synchronous=NORMAL}, committed in batches of
 * 1,000, best of the rounds. Updates change the bytes. Checkpoints are inside the figures.
 */
public final class SqliteLayouts {

    private static final int BATCH = 1_000;

    private SqliteLayouts() {}

    /** A way to lay rows out: its DDL and its four statements. Parameters come in the order signature, data. */
    enum Layout {
        CLUSTERED(
                "CREATE TABLE r(q INTEGER NOT NULL, e INTEGER NOT NULL, s INTEGER NOT NULL, c INTEGER NOT NULL,"
                        + " d BLOB NOT NULL, PRIMARY KEY(q,e,s)) WITHOUT ROWID",
                "",
                "INSERT INTO r(q,e,s,d,c) VALUES(1,1,?,?,7) ON CONFLICT(q,e,s) DO UPDATE SET d=excluded.d, c=excluded.c",
                "DELETE FROM r WHERE q=1 AND e=1 AND s=?",
                "SELECT s,c,d FROM r WHERE q=1 AND e=1 AND s>=? ORDER BY s",
                "SELECT 1 FROM r WHERE q=1 AND e=1 AND s=?"),
        HEAP_AND_INDEX(
                "CREATE TABLE r(q INTEGER NOT NULL, e INTEGER NOT NULL, s INTEGER NOT NULL, c INTEGER NOT NULL,"
                        + " d BLOB NOT NULL)",
                "CREATE UNIQUE INDEX ri ON r(q,e,s)",
                CLUSTERED.upsert,
                CLUSTERED.delete,
                CLUSTERED.scan,
                CLUSTERED.exists),
        TABLE_PER_QUERY(
                "CREATE TABLE r(s INTEGER PRIMARY KEY, c INTEGER NOT NULL, d BLOB NOT NULL)",
                "",
                "INSERT INTO r(s,d,c) VALUES(?,?,7) ON CONFLICT(s) DO UPDATE SET d=excluded.d, c=excluded.c",
                "DELETE FROM r WHERE s=?",
                "SELECT s,c,d FROM r WHERE s>=? ORDER BY s",
                "SELECT 1 FROM r WHERE s=?"),
        HEAP_PER_QUERY(
                "CREATE TABLE r(s INTEGER NOT NULL, c INTEGER NOT NULL, d BLOB NOT NULL)",
                "CREATE UNIQUE INDEX ri ON r(s)",
                TABLE_PER_QUERY.upsert,
                TABLE_PER_QUERY.delete,
                TABLE_PER_QUERY.scan,
                TABLE_PER_QUERY.exists);

        private final String table;
        private final String index;
        private final String upsert;
        private final String delete;
        private final String scan;
        private final String exists;

        Layout(String table, String index, String upsert, String delete, String scan, String exists) {
            this.table = table;
            this.index = index;
            this.upsert = upsert;
            this.delete = delete;
            this.scan = scan;
            this.exists = exists;
        }
    }

    /** What is varied beside the layout. */
    record Setup(Layout layout, int pageBytes, int walPages, int cacheKib) {}

    /** Microseconds per row. */
    private record Figures(double insert, double update, double mix, double exists, double scan, double fileMiB) {

        Figures best(Figures other) {
            return new Figures(
                    Math.min(insert, other.insert),
                    Math.min(update, other.update),
                    Math.min(mix, other.mix),
                    Math.min(exists, other.exists),
                    Math.min(scan, other.scan),
                    fileMiB);
        }
    }

    /**
     * Runs all set-ups and prints one line each.
     *
     * @param args rows, bytes per row, rounds
     * @throws SQLException if SQLite fails
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] args) throws SQLException, IOException {
        int rows = Integer.parseInt(args[0]);
        int rowBytes = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        System.out.printf(
                "| rows of %d B, %d of them | page | WAL pages | insert | update | mix | exists | scan | MiB |%n",
                rowBytes, rows);
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (Layout layout : Layout.values()) {
            for (int pageBytes : new int[] {1024, 2048, 4096, 8192, 16384}) {
                for (int walKib : new int[] {4_000, 65_536}) {
                    if (walKib != 4_000 || pageBytes == 4096) {
                        measure(
                                new Setup(layout, pageBytes, walKib * 1024 / pageBytes, 65_536),
                                rows,
                                rowBytes,
                                rounds);
                    }
                }
            }
        }
    }

    private static void measure(Setup setup, int rows, int rowBytes, int rounds) throws SQLException, IOException {
        Figures best = run(setup, rows, rowBytes);
        for (int round = 1; round < rounds; round++) {
            best = best.best(run(setup, rows, rowBytes));
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %d | %.2f | %.2f | %.2f | %.2f | %.2f | %.0f |%n",
                setup.layout,
                setup.pageBytes,
                setup.walPages,
                best.insert,
                best.update,
                best.mix,
                best.exists,
                best.scan,
                best.fileMiB);
    }

    private static Figures run(Setup setup, int rows, int rowBytes) throws SQLException, IOException {
        Path directory = Files.createTempDirectory("sqlite-layouts");
        Path file = directory.resolve("r.db");
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            try (Statement sql = db.createStatement()) {
                sql.execute("PRAGMA page_size=" + setup.pageBytes);
                sql.execute("PRAGMA journal_mode=WAL");
                sql.execute("PRAGMA synchronous=NORMAL");
                sql.execute("PRAGMA cache_size=-" + setup.cacheKib);
                sql.execute("PRAGMA wal_autocheckpoint=" + setup.walPages);
                sql.execute(setup.layout.table);
                if (!setup.layout.index.isEmpty()) {
                    sql.execute(setup.layout.index);
                }
            }
            db.setAutoCommit(false);
            double insert = insert(db, setup, 1, rows, rowBytes);
            double scan = Math.min(scan(db, setup, rows), scan(db, setup, rows));
            double exists = exists(db, setup, rows);
            double update = update(db, setup, rows, rowBytes);
            double mix = mix(db, setup, rows, rowBytes);
            return new Figures(insert, update, mix, exists, scan, Files.size(file) / 1048576.0);
        } finally {
            for (String name : new String[] {"r.db", "r.db-wal", "r.db-shm"}) {
                Files.deleteIfExists(directory.resolve(name));
            }
            Files.delete(directory);
        }
    }

    private static double insert(Connection db, Setup setup, long first, int rows, int rowBytes) throws SQLException {
        SplittableRandom random = new SplittableRandom(7);
        long start = System.nanoTime();
        try (PreparedStatement upsert = db.prepareStatement(setup.layout.upsert)) {
            for (int i = 0; i < rows; i += BATCH) {
                for (int j = 0; j < BATCH; j++) {
                    upsert(upsert, signature(first + i + j), random, rowBytes);
                }
                upsert.executeBatch();
                db.commit();
            }
        }
        return micros(start, rows);
    }

    private static double update(Connection db, Setup setup, int rows, int rowBytes) throws SQLException {
        SplittableRandom random = new SplittableRandom(8);
        int updates = rows / 4;
        long start = System.nanoTime();
        try (PreparedStatement upsert = db.prepareStatement(setup.layout.upsert)) {
            for (int i = 0; i < updates; i += BATCH) {
                for (int j = 0; j < BATCH; j++) {
                    upsert(upsert, signature(1 + random.nextInt(rows)), random, rowBytes);
                }
                upsert.executeBatch();
                db.commit();
            }
        }
        return micros(start, updates);
    }

    /** Half updates, a quarter inserts, a quarter deletes. */
    private static double mix(Connection db, Setup setup, int rows, int rowBytes) throws SQLException {
        SplittableRandom random = new SplittableRandom(9);
        int changes = rows / 4;
        int fresh = rows + 1;
        int oldest = 1;
        long start = System.nanoTime();
        try (PreparedStatement upsert = db.prepareStatement(setup.layout.upsert);
                PreparedStatement delete = db.prepareStatement(setup.layout.delete)) {
            for (int i = 0; i < changes; i += BATCH) {
                for (int j = 0; j < BATCH / 4; j++) {
                    upsert(upsert, signature(fresh++), random, rowBytes);
                    upsert(upsert, signature(random.nextInt(oldest + BATCH, rows)), random, rowBytes);
                    upsert(upsert, signature(random.nextInt(oldest + BATCH, rows)), random, rowBytes);
                    delete.setLong(1, signature(oldest++));
                    delete.addBatch();
                }
                upsert.executeBatch();
                delete.executeBatch();
                db.commit();
            }
        }
        return micros(start, changes);
    }

    private static void upsert(PreparedStatement upsert, long signature, SplittableRandom random, int rowBytes)
            throws SQLException {
        byte[] data = new byte[rowBytes];
        random.nextBytes(data);
        upsert.setLong(1, signature);
        upsert.setBytes(2, data);
        upsert.addBatch();
    }

    private static double scan(Connection db, Setup setup, int rows) throws SQLException {
        long start = System.nanoTime();
        long seen = 0;
        try (PreparedStatement scan = db.prepareStatement(setup.layout.scan)) {
            scan.setLong(1, Long.MIN_VALUE);
            try (ResultSet result = scan.executeQuery()) {
                while (result.next()) {
                    seen += result.getLong(1) != 0 && result.getBytes(3).length > 0 ? 1 : 0;
                }
            }
        }
        if (seen != rows) {
            throw new IllegalStateException("The scan saw " + seen + " of " + rows + " rows.");
        }
        db.commit();
        return micros(start, rows);
    }

    private static double exists(Connection db, Setup setup, int rows) throws SQLException {
        SplittableRandom random = new SplittableRandom(10);
        int reads = rows / 4;
        long start = System.nanoTime();
        try (PreparedStatement exists = db.prepareStatement(setup.layout.exists)) {
            for (int i = 0; i < reads; i++) {
                exists.setLong(1, signature(1 + random.nextInt(rows)));
                try (ResultSet result = exists.executeQuery()) {
                    result.next();
                }
            }
        }
        db.commit();
        return micros(start, reads);
    }

    private static long signature(long n) {
        long z = n * 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }

    private static double micros(long start, int rows) {
        return (System.nanoTime() - start) / 1_000.0 / rows;
    }
}
