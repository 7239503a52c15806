package io.afterimage.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread write for all that wait: whoever finds nobody writing leads, takes what has queued up meanwhile, and
 * writes it as one group, so that one sync serves all of it. There is no thread of its own and no waiting for company;
 * groups form by themselves while a sync is under way. Thread-safe; requests are taken in order of arrival.
 */
final class WriteQueue {

    private static final int MOST_REQUESTS = 512;
    private static final long MOST_BYTES = 8L << 20;

    private final ConcurrentLinkedQueue<WriteRequest<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean led = new AtomicBoolean();
    private final Consumer<List<WriteRequest<?>>> writer;

    /** The writer finishes every request it is given. */
    WriteQueue(Consumer<List<WriteRequest<?>>> writer) {
        this.writer = writer;
    }

    /** Runs the request in some group and gives its answer, or throws what it failed with. */
    <R> R submit(WriteRequest<R> request) {
        waiting.add(request);
        boolean interrupted = false;
        while (!request.finished()) {
            if (led.compareAndSet(false, true)) {
                lead(request);
            } else {
                LockSupport.park(this);
                interrupted |= Thread.interrupted(); // a write is not abandoned half way; passed on below
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return request.answer();
    }

    private void lead(WriteRequest<?> own) {
        try {
            while (!own.finished()) {
                writeGroup(nextGroup());
            }
        } finally {
            led.set(false);
            WriteRequest<?> next = waiting.peek();
            if (next != null) {
                LockSupport.unpark(next.owner()); // it finds nobody leading and leads
            }
        }
    }

    /** Nobody may be left waiting, whatever happens. */
    private void writeGroup(List<WriteRequest<?>> group) {
        Throwable failure = null;
        try {
            writer.accept(group);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        for (WriteRequest<?> request : group) {
            if (!request.finished()) {
                request.failWith(failure != null ? failure : new IllegalStateException("A write was not finished."));
                request.finish();
            }
        }
    }

    private List<WriteRequest<?>> nextGroup() {
        List<WriteRequest<?>> group = new ArrayList<>();
        long bytes = 0;
        boolean ended = false;
        @Nullable WriteRequest<?> next;
        while (!ended && group.size() < MOST_REQUESTS && bytes < MOST_BYTES && (next = waiting.poll()) != null) {
            group.add(next);
            bytes += next.bytes();
            ended = next.endsGroup();
        }
        return group;
    }
}
