package io.afterimage.benchmarks;

import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.Snapshot;
import io.afterimage.reactions.EmissionFeed;
import io.afterimage.reactions.EmissionListener;
import java.util.concurrent.atomic.AtomicLong;

/** A feed that counts how often its rows are read. */
final class CountedQuery implements EmissionFeed {

    private final EmissionFeed inner;
    private final AtomicLong reads = new AtomicLong();

    CountedQuery(EmissionFeed inner) {
        this.inner = inner;
    }

    /** How often they were read since the last call. */
    long takeReads() {
        return reads.getAndSet(0);
    }

    @Override
    public Snapshot readSnapshot() {
        reads.incrementAndGet();
        return inner.readSnapshot();
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
        return inner.head();
    }

    @Override
    public OutboxRead outboxAfter(Position position, int maxEntries) {
        return inner.outboxAfter(position, maxEntries);
    }

    @Override
    public Subscription subscribe(EmissionListener listener) {
        return inner.subscribe(listener);
    }
}
