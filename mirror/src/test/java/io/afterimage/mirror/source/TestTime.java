package io.afterimage.mirror.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Time that passes only when somebody waits, and then at once. Thread-safe. */
public final class TestTime implements SourceTime {

    /** When it begins. */
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private Duration passed = Duration.ZERO;

    /** How long somebody waited, in order. */
    public List<Duration> pauses() {
        return pauses;
    }

    @Override
    public synchronized Instant now() {
        return START.plus(passed);
    }

    @Override
    public synchronized long nanoTime() {
        return passed.toNanos();
    }

    @Override
    public synchronized boolean await(CountDownLatch stop, Duration atMost) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pauses.add(atMost);
        passed = passed.plus(atMost);
        return stop.getCount() == 0;
    }
}
