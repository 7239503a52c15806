package io.afterimage.drasi.http;

import io.afterimage.Snapshot;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Writes a view as fast as its reader takes it: the next piece is printed when the one before has left. The snapshot is
 * closed however it ends: read to the end, given up by the reader, failed, or not read within its time.
 */
final class ViewStream extends IteratingCallback {

    private final Exchange exchange;
    private final Snapshot snapshot;
    private final ViewPrinter printer;
    private final Runnable ended;
    private final Scheduler.Task deadline;

    /**
     * Prepares to write.
     *
     * @param exchange whom to answer
     * @param snapshot closed here
     * @param printer prints the snapshot; closed here
     * @param limits when to give up
     * @param ended what to do at the end, once
     */
    ViewStream(Exchange exchange, Snapshot snapshot, ViewPrinter printer, HttpLimits limits, Runnable ended) {
        this.exchange = exchange;
        this.snapshot = snapshot;
        this.printer = printer;
        this.ended = ended;
        this.deadline = exchange.request()
                .getComponents()
                .getScheduler()
                .schedule(this::cutOff, limits.viewTime().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    protected Action process() {
        if (printer.ended()) {
            return Action.SUCCEEDED;
        }
        ByteBuffer piece = printer.next();
        exchange.response().write(printer.ended(), piece, this);
        return Action.SCHEDULED;
    }

    /** A piece that the reader does not take ends with the connection only. */
    private void cutOff() {
        if (abort(new TimeoutException("the view was not read within its time"))) {
            exchange.request().getConnectionMetaData().getConnection().close();
        }
    }

    @Override
    protected void onAborted(Throwable cause) {
        closeRows();
    }

    @Override
    protected void onCompleted(@Nullable Throwable failure) {
        deadline.cancel();
        closeRows();
        ended.run();
        if (failure == null) {
            exchange.callback().succeeded();
        } else {
            exchange.fail(failure);
        }
    }

    private void closeRows() {
        printer.close();
        snapshot.close();
    }
}
