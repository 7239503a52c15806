package io.afterimage.mirror;

import io.afterimage.mirror.source.Pulled;
import io.afterimage.mirror.source.SourceSubscription;
import io.afterimage.mirror.source.SourceUnavailableException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A source that is followed on a thread of its own: each batch is committed with its cursor as it comes. A source that
 * cannot be reached is asked again after its pause; any other error ends it, visibly. Thread-safe.
 */
public final class Following implements AutoCloseable {

    private final SourceLane lane;
    private final PullGate gate;
    private final SyncRun run;
    private final SourceSubscription subscription;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);

    Following(SourceLane lane, PullGate gate, SyncRun run, SourceSubscription subscription) {
        this.lane = lane;
        this.gate = gate;
        this.run = run;
        this.subscription = subscription;
        thread = new Thread(this::follow, "afterimage-follow-" + lane.source().id());
        thread.setDaemon(true);
    }

    void start() {
        lane.holdBy(thread);
        thread.start();
    }

    private void follow() {
        @Nullable Throwable cause = null;
        try {
            applyAll();
        } catch (Exception | Error e) { // kept in the report: there is nobody to throw it to
            cause = e;
        } finally {
            end(cause);
        }
    }

    private void applyAll() throws InterruptedException {
        CursorTrail trail = new CursorTrail(lane.source().id());
        for (Optional<Pulled> pulled = next(); pulled.isPresent(); pulled = next()) {
            trail.follow(run.cursor(), pulled.get());
            run.apply(pulled.get());
        }
    }

    private Optional<Pulled> next() throws InterruptedException {
        while (true) {
            try {
                return gate.pull(subscription::next);
            } catch (SourceUnavailableException e) {
                run.falter(e);
            }
        }
    }

    private void end(@Nullable Throwable cause) {
        try {
            subscription.close();
            run.end(cause);
        } finally {
            lane.leave(ended::countDown);
        }
    }

    /**
     * What it has done so far.
     *
     * @return the counts, and the error that ended it or makes it wait
     */
    public SyncReport report() {
        return run.report();
    }

    /**
     * Whether it goes on.
     *
     * @return false once it was closed or an error has ended it
     */
    public boolean isRunning() {
        return ended.getCount() > 0;
    }

    /**
     * Waits for its end.
     *
     * @return what it did
     * @throws InterruptedException if the thread is interrupted
     */
    public SyncReport awaitEnd() throws InterruptedException {
        ended.await();
        return run.report();
    }

    /**
     * Ends it: a pull is broken off, a batch that is being written is written to its end. Waits for it, unless it is called
     * by its own listener. Idempotent.
     */
    @Override
    public void close() {
        gate.stop();
        subscription.close();
        if (!Thread.currentThread().equals(thread)) {
            awaitUninterruptibly();
        }
    }

    private void awaitUninterruptibly() {
        boolean interrupted = false;
        while (isRunning()) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
