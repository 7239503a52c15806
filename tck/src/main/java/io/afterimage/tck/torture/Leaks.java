package io.afterimage.tck.torture;

import io.afterimage.LiveResultsStore;
import io.afterimage.RowCursor;
import io.afterimage.spi.LeakListener;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Snapshots that are forgotten on purpose, and what the store says of them. Thread-safe. */
final class Leaks implements LeakListener {

    private static final int ATTEMPTS = 200;
    private static final int PATIENCE_MILLIS = 25;

    private final Report report;
    private final AtomicInteger forgotten = new AtomicInteger();
    private final Semaphore reported = new Semaphore(0);

    Leaks(Report report) {
        this.report = report;
    }

    /** Opens a snapshot, walks a bit, and forgets both; the name is looked for in the report. */
    void openAndForget(LiveResultsStore store, String queryId) {
        RowCursor cursor = store.readSnapshot(queryId).cursor();
        forgotten.incrementAndGet();
        report.injected(1);
        cursor.next();
    }

    @Override
    public void snapshotLeaked(String queryId, Throwable openedAt) {
        boolean told = Arrays.stream(openedAt.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("openAndForget"));
        if (!told) {
            report.found(Harm.WRONG, "A leak was reported without its opener. " + Torture.stackTrace(openedAt));
        }
        reported.release();
    }

    /** Requires that each is reported once it is unreachable and the garbage has been collected. */
    void requireReported() throws InterruptedException {
        int expected = forgotten.get();
        boolean all = false;
        for (int attempt = 0; attempt < ATTEMPTS && !all; attempt++) {
            System.gc();
            all = reported.tryAcquire(expected, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (!all || reported.availablePermits() > 0) {
            int found = all ? expected + reported.availablePermits() : reported.availablePermits();
            report.found(Harm.WRONG, "Leaked snapshots. Expected reports: " + expected + ". Found: " + found + ".");
        }
    }
}
