package io.afterimage.cli.mirror;

import io.afterimage.mirror.Following;
import io.afterimage.mirror.SyncReport;
import io.afterimage.mirror.Syncer;
import io.afterimage.mirror.source.Pacing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Follows all sources of a syncer, each on a thread of its own, until every one has failed or the process is told to end.
 * Then what is being written is written to its end, and the process stays until this is closed. Used by one thread; the end
 * comes from another.
 */
final class Followings implements AutoCloseable {

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread end = new Thread(this::end, "afterimage-end-following");
    private volatile @Nullable Syncer syncer;

    Followings() {
        Runtime.getRuntime().addShutdownHook(end);
    }

    /** Follows until the end. */
    List<SyncReport> run(Syncer opened, Duration pause) throws InterruptedException {
        syncer = opened;
        List<Following> followings = new ArrayList<>();
        for (String source : opened.sources()) {
            followings.add(opened.follow(source, Pacing.every(pause)));
        }
        List<SyncReport> reports = new ArrayList<>();
        for (Following following : followings) {
            reports.add(following.awaitEnd());
        }
        return reports;
    }

    /** The process is told to end: ends the followings, and lets the command come to its own end. */
    private void end() {
        Syncer running = syncer;
        if (running == null) {
            return; // nothing has begun
        }
        running.close();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException itRuns) {
            return; // and ends now
        }
    }
}
