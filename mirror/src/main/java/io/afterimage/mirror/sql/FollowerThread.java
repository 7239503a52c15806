package io.afterimage.mirror.sql;

import io.afterimage.AfterimageException;
import io.afterimage.StoreClosedException;
import io.afterimage.mirror.EventFilter;
import io.afterimage.mirror.EventSubscription;
import io.afterimage.mirror.MirrorStore;
import java.time.Duration;

/**
 * Catches up whenever a batch comes. A failure is the follower's {@link FollowerStatus#trouble}; the thread tries again with
 * the next batch, and after a while. It ends with the follower or the mirror.
 */
final class FollowerThread implements AutoCloseable {

    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(1);

    private final SqlFollower follower;
    private final EventSubscription news;
    private final Thread thread;
    private volatile boolean closed;

    private FollowerThread(SqlFollower follower, MirrorStore mirror) {
        this.follower = follower;
        news = mirror.subscribe(follower.position(), EventFilter.ALL);
        thread = new Thread(this::run, "afterimage-sql-follower");
        thread.setDaemon(true);
    }

    static FollowerThread start(SqlFollower follower, MirrorStore mirror) {
        FollowerThread started = new FollowerThread(follower, mirror);
        started.thread.start();
        return started;
    }

    private void run() {
        try (news) {
            while (!closed) {
                catchUp();
                news.moveTo(follower.position());
                news.await(TRY_AGAIN_AFTER);
            }
        } catch (InterruptedException | StoreClosedException end) {
            closed = true; // the follower or the mirror is closed, and with it the reason to go on
        }
    }

    private void catchUp() {
        try {
            follower.catchUp();
        } catch (StoreClosedException e) {
            throw e;
        } catch (AfterimageException kept) {
            // by the follower, for its status; the next round tries again
        }
    }

    /** Waits for the step that is being taken. */
    @Override
    public void close() {
        closed = true;
        news.close(); // no interrupt, which would close files under the mirror's store
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
