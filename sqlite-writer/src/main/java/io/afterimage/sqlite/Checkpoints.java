package io.afterimage.sqlite;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Moves the log into the database file once it has grown to {@link #LOG_BYTES}: a page that many commits changed is moved
 * once, which is why the log is let grow (decision 0020). A view that is open for long pins the log; it grows until the
 * view is closed, and the next commits then catch up.
 *
 * <p>A checkpoint or a mark that fails loses nothing, for the log keeps what it could not move. So it does not fail the
 * commit that was its occasion; it is counted, reported by {@code check()}, and tried again.
 *
 * <p>Used by the one thread that writes; its figures may be read from any.
 */
final class Checkpoints {

    /** The log's size that asks for a checkpoint, and that the log's file is cut back to. */
    static final long LOG_BYTES = 64L << 20;

    private static final long FRAMES = LOG_BYTES / 4096;
    private static final long RETRY_FRAMES = FRAMES / 8;

    private final LogMark mark;
    private final PageSeal seal;
    private final Connection writer;
    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<@Nullable Exception> lastFailure = new AtomicReference<>();
    private long nextAttempt = FRAMES;
    private @Nullable PreparedStatement look; // absent after it has failed

    Checkpoints(Connection writer, LogMark mark, PageSeal seal) {
        this.writer = writer;
        this.mark = mark;
        this.seal = seal;
    }

    /** Notes what was committed, and moves the log if it has grown. Called after each commit. */
    void afterCommit() {
        try {
            long frames = logFrames();
            mark.committed(frames);
            if (frames < FRAMES) {
                nextAttempt = FRAMES;
            } else if (frames >= nextAttempt) {
                nextAttempt = frames + RETRY_FRAMES;
                run(frames);
            }
            lastFailure.set(null);
        } catch (SQLException | IOException e) {
            look = null;
            failed.incrementAndGet();
            lastFailure.set(e);
        }
    }

    /** Moves the log now, so that the next commit writes over it instead of behind it. Called when the disk is full. */
    void makeRoom() {
        try {
            run(logFrames());
            lastFailure.set(null);
        } catch (SQLException | IOException e) {
            look = null;
            failed.incrementAndGet();
            lastFailure.set(e);
        }
    }

    /** Moves the log as it is and cuts it off, so that the file is whole without it. */
    void moveAll() throws SQLException, IOException {
        move(logFrames());
        try (Statement sql = writer.createStatement()) {
            sql.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private void run(long frames) throws SQLException, IOException {
        long start = System.nanoTime();
        move(frames);
        nanos.addAndGet(System.nanoTime() - start);
        completed.incrementAndGet();
    }

    /** Moves as much of the log as readers allow. */
    private void move(long frames) throws SQLException, IOException {
        seal.beforeCheckpoint(frames);
        try (Statement sql = writer.createStatement();
                ResultSet answer = sql.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            answer.next();
            if (answer.getLong(2) == answer.getLong(3)) {
                mark.logIsNotNeeded();
            } else {
                mark.logWasMoved();
            }
        }
    }

    private long logFrames() throws SQLException {
        PreparedStatement looking = look;
        if (looking == null) {
            looking = writer.prepareStatement("PRAGMA wal_checkpoint(NOOP)");
            look = looking;
        }
        try (ResultSet answer = looking.executeQuery()) {
            answer.next();
            return answer.getLong(2);
        }
    }

    long completed() {
        return completed.get();
    }

    long nanos() {
        return nanos.get();
    }

    long failed() {
        return failed.get();
    }

    /** What the newest attempt failed with, null if it did not fail. */
    @Nullable
    Exception lastFailure() {
        return lastFailure.get();
    }
}
