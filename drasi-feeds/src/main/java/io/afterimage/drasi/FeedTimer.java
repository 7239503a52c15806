package io.afterimage.drasi;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** What drives a feed by time. Thread-safe. */
interface FeedTimer {

    /** Where what takes long is done. */
    Executor healing();

    /** Ends it, whatever it is doing. */
    void close();

    /** None: the caller ticks, and what takes long is done in its thread. */
    static FeedTimer none() {
        return new FeedTimer() {
            @Override
            public Executor healing() {
                return Runnable::run;
            }

            @Override
            public void close() {
                // nothing runs
            }
        };
    }

    /** Two daemon threads: one ticks, one does what takes long. */
    static FeedTimer everySecond(Runnable tick) {
        ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(daemon("afterimage-feed-timer"));
        ExecutorService healing = Executors.newSingleThreadExecutor(daemon("afterimage-feed-healing"));
        Future<?> ticks = ticking.scheduleWithFixedDelay(tick, 1, 1, TimeUnit.SECONDS);
        return new FeedTimer() {
            @Override
            public Executor healing() {
                return healing;
            }

            @Override
            public void close() {
                ticks.cancel(false);
                ticking.shutdown();
                healing.shutdownNow();
            }
        };
    }

    private static ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
