package io.afterimage.reactions;

import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A feed that counts how often its rows are read, and lets a test have a hand in it. */
final class CountedFeed implements EmissionFeed {

    private final EmissionFeed inner;
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger heads = new AtomicInteger();
    private final AtomicReference<@Nullable Runnable> beforeRead = new AtomicReference<>();
    private final AtomicReference<@Nullable Runnable> inTheMiddle = new AtomicReference<>();
    private volatile Optional<RuntimeException> trouble = Optional.empty();
    private final CountDownLatch heldRead = new CountDownLatch(1);
    private volatile CountDownLatch mayRead = new CountDownLatch(0);

    CountedFeed(EmissionFeed inner) {
        this.inner = inner;
    }

    int reads() {
        return reads.get();
    }

    void holdReads() {
        mayRead = new CountDownLatch(1);
    }

    void releaseReads() {
        mayRead.countDown();
    }

    void awaitHeldRead() throws InterruptedException {
        heldRead.await();
    }

    /** Waits until so many have asked where the query stands, the first step of asking a cache. */
    void awaitHeads(int askers) {
        while (heads.get() < askers) {
            Thread.onSpinWait();
        }
    }

    void beforeNextRead(Runnable deed) {
        beforeRead.set(deed);
    }

    void inTheMiddleOfNextRead(Runnable deed) {
        inTheMiddle.set(deed);
    }

    void failReads(RuntimeException failure) {
        trouble = Optional.of(failure);
    }

    void healReads() {
        trouble = Optional.empty();
    }

    @Override
    public Snapshot readSnapshot() {
        reads.incrementAndGet();
        run(beforeRead);
        heldRead.countDown();
        try {
            mayRead.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        trouble.ifPresent(failure -> {
            throw failure;
        });
        return new InterruptedSnapshot(inner.readSnapshot());
    }

    @Override
    public String queryId() {
        return inner.queryId();
    }

    @Override
    public boolean durable() {
        return inner.durable();
    }

    @Override
    public Position head() {
        Position head = inner.head();
        heads.incrementAndGet();
        return head;
    }

    @Override
    public OutboxRead outboxAfter(Position position, int maxEntries) {
        return inner.outboxAfter(position, maxEntries);
    }

    @Override
    public Subscription subscribe(EmissionListener listener) {
        return inner.subscribe(listener);
    }

    private static void run(AtomicReference<@Nullable Runnable> once) {
        Runnable deed = once.getAndSet(null);
        if (deed != null) {
            deed.run();
        }
    }

    /** Runs the deed in the middle when its rows are walked. */
    private final class InterruptedSnapshot implements Snapshot {

        private final Snapshot snapshot;

        InterruptedSnapshot(Snapshot snapshot) {
            this.snapshot = snapshot;
        }

        @Override
        public String queryId() {
            return snapshot.queryId();
        }

        @Override
        public Position position() {
            return snapshot.position();
        }

        @Override
        public long rowCount() {
            return snapshot.rowCount();
        }

        @Override
        public RowCursor cursor() {
            RowCursor cursor = snapshot.cursor();
            Runnable deed = inTheMiddle.getAndSet(null);
            return deed == null ? cursor : new InterruptedCursor(cursor, deed, rowCount() / 2);
        }

        @Override
        public RowCursor cursorFrom(long firstSignature) {
            return snapshot.cursorFrom(firstSignature);
        }

        @Override
        public List<RowCursor> split(int parts) {
            return snapshot.split(parts);
        }

        @Override
        public void close() {
            snapshot.close();
        }
    }

    /** Runs a deed before one of its rows. */
    private static final class InterruptedCursor implements RowCursor {

        private final RowCursor cursor;
        private final Runnable deed;
        private long left;

        InterruptedCursor(RowCursor cursor, Runnable deed, long left) {
            this.cursor = cursor;
            this.deed = deed;
            this.left = left;
        }

        @Override
        public boolean next() {
            if (left-- == 0) {
                deed.run();
            }
            return cursor.next();
        }

        @Override
        public long rowSignature() {
            return cursor.rowSignature();
        }

        @Override
        public ByteBuffer data() {
            return cursor.data();
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
