package io.afterimage.mirror.sql;

import io.afterimage.AfterimageException;
import io.afterimage.CorruptStoreException;
import io.afterimage.StoreClosedException;
import io.afterimage.mirror.EventFilter;
import io.afterimage.mirror.EventSubscription;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.sql.FollowerWriter.Standing;
import io.afterimage.mirror.sql.QueryException.Reason;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mirror's tables in a SQLite file of their own, for queries: {@code mirror_records}, {@code mirror_events},
 * {@code mirror_cursors} and {@code mirror_resources}. It follows a mirror on any store by its event log.
 *
 * <p>The tables always show the mirror as it was between two batches, at exactly one position. Killed anywhere, it goes on
 * from there. It is rebuilt from the mirror when the file belongs to another mirror or another life of it, when the log no
 * longer holds what comes next, and when SQLite finds the file damaged; readers see the old tables until the new ones are
 * whole. A file whose header is not a follower's is refused and left alone.
 *
 * <p>One follower per file: a second one, of this process or of another, is refused with the holder's name. Beside it, any
 * number of {@link ReadOnlySql} may read the file.
 *
 * <p>Thread-safe. The mirror must stay open as long as the follower is used.
 */
public final class SqlFollower implements AutoCloseable {

    private final MirrorStore mirror;
    private final FollowMode mode;
    private final OpenFollower opened;
    private final ReentrantLock following = new ReentrantLock();
    private final @Nullable FollowerThread thread;
    private volatile Standing standing;
    private final LongAdder rebuilds = new LongAdder();
    private volatile @Nullable AfterimageException trouble;
    private volatile boolean closed;

    private SqlFollower(Builder builder) {
        mirror = builder.mirror;
        mode = builder.mode;
        opened = OpenFollower.open(FollowerFile.at(builder.file), builder.limits);
        standing = opened.standing();
        thread = mode == FollowMode.IN_BACKGROUND ? FollowerThread.start(this, mirror) : null;
    }

    /**
     * Prepares to follow a mirror.
     *
     * @param mirror the mirror; stays the caller's
     * @param file the follower's file; made if it is missing, and its directory too
     * @return a builder
     */
    public static Builder of(MirrorStore mirror, Path file) {
        return new Builder(mirror, file);
    }

    /**
     * Starts a query, see {@link ReadOnlySql#query}.
     *
     * @param sql one statement that only reads
     * @return its rows, to be closed by the caller
     * @throws QueryException if it is not allowed, not understood, or beyond a limit
     */
    public QueryCursor query(String sql) {
        return asked(it -> it.query(sql));
    }

    /**
     * Runs a query to its end.
     *
     * @param sql one statement that only reads
     * @return all its rows
     * @throws QueryException as for {@link #query}
     */
    public QueryResult list(String sql) {
        return asked(it -> it.list(sql));
    }

    /**
     * Runs a query to its end that shows a position of the mirror, or a later one.
     *
     * @param sql one statement that only reads
     * @param position the number of the event that must be in the tables
     * @param patience how long to wait for it at most
     * @return all its rows
     * @throws QueryException as for {@link #query}, and with {@link Reason#BEHIND} if the patience ran out
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public QueryResult list(String sql, long position, Duration patience) throws InterruptedException {
        if (!awaitPosition(position, patience)) {
            throw new QueryException(
                    Reason.BEHIND,
                    "The follower has not reached the position. Expected: " + position + ". Found: " + position()
                            + ". Next: wait longer, or look at the status.",
                    null);
        }
        return list(sql);
    }

    private <T> T asked(Function<ReadOnlySql, T> query) {
        requireOpen();
        if (mode == FollowMode.BEFORE_QUERIES || opened.isDamaged()) {
            catchUp();
        }
        try {
            return query.apply(opened.sql());
        } catch (CorruptStoreException | StoreClosedException e) { // damaged, or just made anew by another thread
            catchUp();
            return query.apply(opened.sql());
        }
    }

    /**
     * The number of the last event that is in the tables.
     *
     * @return the position, 0 = nothing yet
     */
    public long position() {
        return standing.position();
    }

    /**
     * How the follower stands to its mirror.
     *
     * @return the status now
     */
    public FollowerStatus status() {
        requireOpen();
        return new FollowerStatus(position(), mirror.head(), rebuilds.sum(), Optional.ofNullable(trouble));
    }

    /**
     * Brings the tables up to the mirror as it is now.
     *
     * @return the position they show
     * @throws io.afterimage.StoreUnavailableException if the file cannot be written now; the tables stand where they stood
     */
    public long catchUp() {
        return follow(it -> it.from(standing));
    }

    /**
     * Makes the tables anew from the mirror as it is now, although nothing asks for it.
     *
     * @return the position they show
     * @throws io.afterimage.StoreUnavailableException if the file cannot be written now; the tables stand where they stood
     */
    public long rebuild() {
        return follow(CatchUp::rebuild);
    }

    /**
     * Waits until the tables show a position of the mirror, or a later one.
     *
     * @param position the number of an event
     * @param patience how long to wait at most
     * @return false if the patience ran out before
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean awaitPosition(long position, Duration patience) throws InterruptedException {
        long endNanos = System.nanoTime() + patience.toNanos();
        try (EventSubscription news = mirror.subscribe(position(), EventFilter.ALL)) {
            while (catchUp() < position) {
                long leftNanos = endNanos - System.nanoTime();
                if (leftNanos <= 0) {
                    return false;
                }
                news.moveTo(position());
                news.await(Duration.ofNanos(leftNanos));
            }
            return true;
        }
    }

    /** One step of following. */
    @FunctionalInterface
    private interface Step {
        Standing take(CatchUp catchUp) throws SQLException;
    }

    private long follow(Step step) {
        following.lock();
        try {
            requireOpen();
            opened.sql().closeOverdue();
            if (opened.isDamaged()) {
                standing = opened.renew();
            }
            take(step);
            trouble = null;
            return position();
        } catch (AfterimageException e) {
            trouble = e;
            throw e;
        } finally {
            following.unlock();
        }
    }

    private void take(Step step) {
        try {
            takeOnce(step);
        } catch (CorruptStoreException e) {
            if (!opened.isDamaged()) {
                throw e; // the mirror's store is
            }
            standing = opened.renew();
            takeOnce(CatchUp::rebuild);
        }
    }

    private void takeOnce(Step step) {
        standing = opened.run(writer -> {
            CatchUp catchUp = new CatchUp(mirror, writer);
            Standing reached = step.take(catchUp);
            rebuilds.add(catchUp.rebuilds());
            return reached;
        });
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException("The SQL follower is closed. File: " + opened.file() + ".");
        }
    }

    /** Ends the queries and the following, and lets go of the file; the mirror stays open. Idempotent. */
    @Override
    public void close() {
        closed = true;
        if (thread != null) {
            thread.close();
        }
        following.lock();
        try {
            opened.close();
        } finally {
            following.unlock();
        }
    }

    /** How a mirror is to be followed. Not thread-safe; one thread at a time. */
    public static final class Builder {

        private final MirrorStore mirror;
        private final Path file;
        private SqlLimits limits = SqlLimits.DEFAULT;
        private FollowMode mode = FollowMode.BEFORE_QUERIES;

        private Builder(MirrorStore mirror, Path file) {
            this.mirror = mirror;
            this.file = file;
        }

        /**
         * Sets how far each query may go.
         *
         * @param each the limits, {@link SqlLimits#DEFAULT} unless told otherwise
         * @return this builder
         */
        public Builder limits(SqlLimits each) {
            limits = each;
            return this;
        }

        /**
         * Sets who brings the follower up to its mirror.
         *
         * @param who the mode, {@link FollowMode#BEFORE_QUERIES} unless told otherwise
         * @return this builder
         */
        public Builder mode(FollowMode who) {
            mode = who;
            return this;
        }

        /**
         * Opens the follower. It stands where it stood; the first query or {@link SqlFollower#catchUp} moves it.
         *
         * @return the follower, to be closed by the caller before the mirror
         * @throws io.afterimage.StoreLockedException if another follower holds the file
         * @throws io.afterimage.RefusedException if the file is something else
         * @throws io.afterimage.NewerFormatException if a later version made it
         */
        public SqlFollower open() {
            return new SqlFollower(this);
        }
    }
}
