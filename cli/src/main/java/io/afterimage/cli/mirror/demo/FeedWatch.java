package io.afterimage.cli.mirror.demo;

import io.afterimage.cli.supervision.ChildReport;
import io.afterimage.cli.supervision.DemoFailure;
import io.afterimage.mirror.SyncListener;
import io.afterimage.mirror.SyncReport;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells the parent which change each commit of the feed has brought the mirror to, and stops where it is to wait for the
 * kill. Thread-safe.
 */
final class FeedWatch implements SyncListener {

    private final long until;
    private final long holdAt;
    private final Consumer<ChildReport> parent;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Optional<DemoFailure> failure = Optional.empty();

    /**
     * Watches.
     *
     * @param until the change with which the work is done
     * @param holdAt the change at which to wait for the kill
     * @param parent is told
     */
    FeedWatch(long until, long holdAt, Consumer<ChildReport> parent) {
        this.until = until;
        this.holdAt = holdAt;
        this.parent = parent;
    }

    /** The number of the last change, as the feed's cursor has it: {@code at} of its JSON form. */
    static long change(Optional<String> cursor) {
        return cursor.map(text -> JsonMapper.shared().readTree(text).path("at").asString("0"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    @Override
    public void committed(SyncReport soFar) {
        if (!soFar.source().equals(DemoConfig.FEED)) {
            return;
        }
        long change = change(soFar.cursor());
        parent.accept(new ChildReport.Acknowledged(change));
        if (change >= holdAt) {
            awaitKill();
        }
        if (change >= until) {
            done.countDown();
        }
    }

    @Override
    public void ended(SyncReport report) {
        report.failure().ifPresent(cause -> fail(report.source() + " failed: " + cause.getMessage(), cause));
    }

    /** Ends the work early. */
    void fail(String message, Throwable cause) {
        failure = Optional.of(new DemoFailure(message, cause));
        done.countDown();
    }

    /** Waits until the feed has come so far. */
    void awaitDone() throws InterruptedException {
        done.await();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private static void awaitKill() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
