package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * SQLite with prepared statements and nothing around them: no position, no checksums, no thread-safety. Both layouts have
 * what Afterimage's connections have: WAL, {@code synchronous=FULL} for {@code POWER_LOSS} and {@code NORMAL} otherwise, pages
 * of 4,096 bytes, a cache of 64 MiB for the connection that writes and 16 MiB for the one that reads, no memory mapping.
 * One thread at a time.
 *
 * <ul>
 *   <li>{@code apply} is one transaction of JDBC batches, in the order of the mutations: a batch ends where upserts and
 *       deletions take turns.
 *   <li>{@code readAll} steps one statement in the order of signatures in a read transaction; the driver copies each row.
 *   <li>{@code row} is a lookup, {@code rowCount} is {@code count(*)}, {@code clear} is one {@code DELETE}.
 *   <li>{@code load} is {@code apply} in transactions of 10,000 sorted rows.
 *   <li>{@code commit} and {@code reset} are refused: it keeps no position.
 * </ul>
 */
final class RawSqlite implements Contender {

    private final Connection writer;
    private final Connection reader;
    private final PreparedStatement upsert;
    private final PreparedStatement delete;
    private final PreparedStatement clear;
    private final PreparedStatement scan;
    private final PreparedStatement row;
    private final PreparedStatement count;
    private final Map<String, Integer> queries = new HashMap<>();

    private RawSqlite(String url, Durability durability, SqliteLayout layout) throws SQLException {
        writer = connect(url, 64 << 10);
        try (Statement sql = writer.createStatement()) {
            sql.execute("PRAGMA journal_mode = WAL");
            sql.execute("PRAGMA synchronous = " + (durability == Durability.POWER_LOSS ? "FULL" : "NORMAL"));
            sql.execute("PRAGMA wal_autocheckpoint = " + layout.checkpointPages);
            sql.execute("PRAGMA journal_size_limit = " + (64 << 20));
            for (String statement : layout.ddl()) {
                sql.execute(statement);
            }
        }
        writer.setAutoCommit(false);
        upsert = writer.prepareStatement(layout.upsert);
        delete = writer.prepareStatement(layout.delete);
        clear = writer.prepareStatement(layout.clear);
        reader = connect(url, 16 << 10);
        scan = reader.prepareStatement(layout.scan);
        row = reader.prepareStatement(layout.row);
        count = reader.prepareStatement(layout.count);
    }

    static RawSqlite open(Path directory, Durability durability, SqliteLayout layout) {
        try {
            return new RawSqlite("jdbc:sqlite:" + directory.resolve("raw.db"), durability, layout);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static Connection connect(String url, int cacheKib) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setCacheSize(-cacheKib);
        config.setGetGeneratedKeys(false);
        Connection connection = config.createConnection(url);
        try (Statement sql = connection.createStatement()) {
            sql.execute("PRAGMA cell_size_check = ON");
            sql.execute("PRAGMA mmap_size = 0");
        }
        return connection;
    }

    private static IllegalStateException failed(SQLException e) {
        return new IllegalStateException("SQLite failed.", e);
    }

    private int number(String queryId) {
        return queries.computeIfAbsent(queryId, id -> queries.size() + 1);
    }

    @Override
    public void apply(String queryId, List<RowMutation> mutations) {
        int query = number(queryId);
        try {
            boolean upserting = true;
            for (RowMutation mutation : mutations) {
                if (mutation instanceof RowMutation.Upsert != upserting) {
                    (upserting ? upsert : delete).executeBatch();
                    upserting = !upserting;
                }
                add(query, mutation);
            }
            (upserting ? upsert : delete).executeBatch();
            writer.commit();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void add(int query, RowMutation mutation) throws SQLException {
        if (mutation instanceof RowMutation.Upsert row) {
            upsert.setInt(1, query);
            upsert.setLong(2, stored(row.rowSignature()));
            upsert.setBytes(3, row.data());
            upsert.addBatch();
        } else {
            delete.setInt(1, query);
            delete.setLong(2, stored(mutation.rowSignature()));
            delete.addBatch();
        }
    }

    /** With the highest bit flipped, a signature sorts unsigned. Its own inverse. */
    private static long stored(long signature) {
        return signature ^ Long.MIN_VALUE;
    }

    @Override
    public void commit(ResultCommit commit) {
        throw refusal("commit", "it keeps no position and no outbox");
    }

    @Override
    public long readAll(String queryId) {
        try {
            scan.setInt(1, number(queryId));
            long sum = 0;
            try (ResultSet rows = scan.executeQuery()) {
                while (rows.next()) {
                    sum += ReadSum.of(stored(rows.getLong(1)), rows.getBytes(2));
                }
            }
            return sum;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public byte @Nullable [] row(String queryId, long rowSignature) {
        try {
            row.setInt(1, number(queryId));
            row.setLong(2, stored(rowSignature));
            try (ResultSet found = row.executeQuery()) {
                return found.next() ? found.getBytes(1) : null;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public long rowCount(String queryId) {
        try {
            count.setInt(1, number(queryId));
            try (ResultSet found = count.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void clear(String queryId) {
        try {
            clear.setInt(1, number(queryId));
            clear.executeUpdate();
            writer.commit();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Reader first, so that the writer's last checkpoint moves everything. */
    @Override
    public void close() {
        try {
            reader.close();
            writer.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
