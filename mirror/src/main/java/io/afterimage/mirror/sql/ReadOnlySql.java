package io.afterimage.mirror.sql;

import io.afterimage.CorruptStoreException;
import io.afterimage.RefusedException;
import io.afterimage.StoreClosedException;
import io.afterimage.StoreUnavailableException;
import io.afterimage.mirror.sql.QueryException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Queries of a follower's file, from people and programs that are not trusted. Whatever the statement: nothing is changed,
 * no other file is read or written, and it ends. The essay is in the {@link io.afterimage.mirror.sql package}; the values,
 * limits and errors are in {@code docs/formats/mirror-sql.md}.
 *
 * <p>Thread-safe. A query runs in the thread that asks. A bounded number runs at once; others wait, within their deadline.
 * Beside a living {@link SqlFollower}, of this process or of another one, it reads what that has followed so far.
 */
public final class ReadOnlySql implements AutoCloseable {

    private static final int MOST_QUERIES_AT_ONCE = 8;

    private final FollowerFile file;
    private final SqlLimits limits;
    private final LongSupplier nanoClock;
    private final Semaphore permits = new Semaphore(MOST_QUERIES_AT_ONCE, true);
    private final Deque<GuardedConnection> idle = new ArrayDeque<>();
    private final Map<GuardedCursor, GuardedConnection> running = new HashMap<>();
    private boolean closed;
    private volatile boolean damaged;

    private ReadOnlySql(FollowerFile file, SqlLimits limits, LongSupplier nanoClock) {
        this.file = file;
        this.limits = limits;
        this.nanoClock = nanoClock;
    }

    /**
     * Opens a follower's file for queries.
     *
     * @param followerFile the file that a {@link SqlFollower} made
     * @param limits how far each query may go
     * @return the queries, to be closed by the caller
     * @throws RefusedException if the file is not there, or not a follower's
     * @throws io.afterimage.NewerFormatException if a later version made it
     * @throws CorruptStoreException if it is damaged, or no database
     */
    public static ReadOnlySql open(Path followerFile, SqlLimits limits) {
        FollowerFile file = FollowerFile.at(followerFile);
        if (!Files.exists(file.database())) {
            throw new RefusedException(
                    "There is nothing to query. Expected: the file of a SQL follower. Found: no file at " + file + ".");
        }
        try (Connection connection = file.openGuarded(limits)) {
            FollowerHeader.require(file, connection);
        } catch (SQLException e) {
            throw SqlErrors.ofFile(file, "open it for queries", e);
        }
        return over(file, limits, System::nanoTime);
    }

    /** Opens a file whose header was looked at. */
    static ReadOnlySql over(FollowerFile file, SqlLimits limits, LongSupplier nanoClock) {
        ReadOnlySql sql = new ReadOnlySql(file, limits, nanoClock);
        try {
            sql.idle.push(GuardedConnection.open(file, limits)); // what cannot be opened is told now
            return sql;
        } catch (SQLException e) {
            throw SqlErrors.ofFile(file, "open it for queries", e);
        }
    }

    /**
     * Starts a query. A cursor that is still open when its time is over is ended by the next query.
     *
     * @param sql one statement: SELECT, WITH, VALUES, or EXPLAIN before one of them
     * @return its rows, to be closed by the caller
     * @throws QueryException if it is not allowed, not understood, or beyond a limit
     * @throws StoreClosedException if this is closed
     * @throws StoreUnavailableException if the file cannot be read now, or the thread is interrupted
     */
    @SuppressWarnings("resource") // the caller closes the cursor, and with it gives the connection back
    public QueryCursor query(String sql) {
        QueryWatch watch = QueryWatch.start(limits, nanoClock);
        SqlText text = SqlText.of(sql, limits.maxSqlBytes());
        closeOverdue();
        awaitPermit();
        GuardedConnection connection = null;
        boolean started = false;
        try {
            connection = acquire();
            GuardedCursor cursor = GuardedCursor.start(this, connection, watch, text);
            register(cursor, connection);
            started = true;
            return cursor;
        } catch (SQLException e) {
            requireOpen();
            throw translated(watch, e);
        } finally {
            if (!started) {
                if (connection != null) {
                    discard(connection);
                }
                permits.release();
            }
        }
    }

    /**
     * Runs a query to its end.
     *
     * @param sql as for {@link #query}
     * @return all its rows
     * @throws QueryException as for {@link #query}
     */
    public QueryResult list(String sql) {
        try (QueryCursor cursor = query(sql)) {
            return QueryResult.of(cursor);
        }
    }

    /** Ends the queries whose time is over: cursors that nobody moves, or that nobody will close. */
    void closeOverdue() {
        List<GuardedCursor> cursors;
        synchronized (this) {
            cursors = List.copyOf(running.keySet());
        }
        cursors.forEach(GuardedCursor::closeIfOverdue);
    }

    private void awaitPermit() {
        try {
            if (!permits.tryAcquire(limits.deadline().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new QueryException(
                        Reason.DEADLINE,
                        "The time for the query is over before it began: " + MOST_QUERIES_AT_ONCE
                                + " others are running. Next: close cursors, and try again.",
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    "The thread was interrupted while its query waited for others. Next: repeat it.", e);
        }
    }

    private GuardedConnection acquire() throws SQLException {
        synchronized (this) {
            requireOpen();
            GuardedConnection ready = idle.poll();
            if (ready != null) {
                return ready;
            }
        }
        return GuardedConnection.open(file, limits);
    }

    private synchronized void register(GuardedCursor cursor, GuardedConnection connection) {
        requireOpen();
        running.put(cursor, connection);
    }

    /** Takes back what a cursor used. */
    void release(GuardedCursor cursor, GuardedConnection connection, PreparedStatement statement, boolean reusable) {
        try {
            synchronized (this) {
                running.remove(cursor);
            }
            if (!reusable || !reset(connection, statement)) {
                discard(connection);
            }
        } finally {
            permits.release();
        }
    }

    /** Makes a connection ready for the next query, if it can be. */
    private boolean reset(GuardedConnection connection, PreparedStatement statement) {
        try {
            statement.close();
            connection.end();
        } catch (SQLException e) {
            return false; // it read and wrote nothing since its last row; a new connection takes its place
        }
        synchronized (this) {
            return !closed && idle.offer(connection);
        }
    }

    private void discard(GuardedConnection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqlErrors.ofFile(file, "close a connection", e);
        }
    }

    RuntimeException translated(QueryWatch watch, SQLException error) {
        RuntimeException translated = SqlErrors.ofQuery(file, watch, limits, error);
        damaged |= translated instanceof CorruptStoreException;
        return translated;
    }

    /** Whether a query met damage. */
    boolean isDamaged() {
        return damaged;
    }

    FollowerFile file() {
        return file;
    }

    /**
     * How far each query may go.
     *
     * @return the limits
     */
    public SqlLimits limits() {
        return limits;
    }

    synchronized void requireOpen() {
        if (closed) {
            throw new StoreClosedException("The queries of a follower are closed. File: " + file + ".");
        }
    }

    /** Ends all queries and closes the file. Idempotent. */
    @Override
    public void close() {
        List<GuardedCursor> cursors;
        List<GuardedConnection> connections;
        synchronized (this) {
            closed = true;
            cursors = List.copyOf(running.keySet());
            connections = List.copyOf(idle);
            idle.clear();
        }
        cursors.forEach(GuardedCursor::close);
        connections.forEach(this::discard);
    }
}
