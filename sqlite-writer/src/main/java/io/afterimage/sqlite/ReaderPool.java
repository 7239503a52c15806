package io.afterimage.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The connections that read. There are as many as are needed at once; a few are kept for the next who asks. Thread-safe.
 */
final class ReaderPool {

    /** How many connections are kept idle, and share half of the memory budget. */
    static final int IDLE_AT_MOST = 4;

    /** The page cache of each connection beyond those. */
    static final long EXTRA_CACHE_BYTES = 256 << 10;

    private final SqliteFile file;
    private final long cacheBytes;
    private final Deque<SqliteReader> idle = new ArrayDeque<>(); // guarded by itself
    private final AtomicInteger open = new AtomicInteger();

    ReaderPool(SqliteFile file, long cacheBytes) {
        this.file = file;
        this.cacheBytes = cacheBytes;
    }

    SqliteReader acquire() throws SQLException {
        SqliteReader reader = poll();
        return reader == null ? openOne() : reader;
    }

    private @Nullable SqliteReader poll() {
        synchronized (idle) {
            return idle.pollFirst();
        }
    }

    private SqliteReader openOne() throws SQLException {
        boolean extra = open.incrementAndGet() > IDLE_AT_MOST;
        try {
            Connection connection = SqliteConnections.openReader(file, extra ? EXTRA_CACHE_BYTES : cacheBytes);
            try {
                return new SqliteReader(connection);
            } catch (SQLException e) {
                SqliteConnections.closeAfter(e, connection);
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            open.decrementAndGet();
            throw e;
        }
    }

    /** Takes a connection back that works and is in no transaction. */
    void release(SqliteReader reader) throws SQLException {
        synchronized (idle) {
            if (idle.size() < IDLE_AT_MOST) {
                idle.addFirst(reader);
                return;
            }
        }
        discard(reader);
    }

    /** Closes a connection that nobody should use again. */
    void discard(SqliteReader reader) throws SQLException {
        open.decrementAndGet();
        reader.close();
    }

    /** How many connections are open, idle or not. */
    int open() {
        return open.get();
    }

    /** What the page caches of the open connections together may take. */
    long pageCacheLimitBytes() {
        int now = open();
        return Math.min(now, IDLE_AT_MOST) * cacheBytes + Math.max(0, now - IDLE_AT_MOST) * EXTRA_CACHE_BYTES;
    }

    /** Closes the idle ones; by then there are no others. */
    void close() throws SQLException {
        @Nullable SQLException failure = null;
        for (SqliteReader reader = poll(); reader != null; reader = poll()) {
            try {
                discard(reader);
            } catch (SQLException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
