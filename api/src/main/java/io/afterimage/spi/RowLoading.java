package io.afterimage.spi;

import io.afterimage.spi.StorageEngine.RowLoader;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Hands sorted rows to a loader, range by range, in a few threads of which the caller's is one. Counts them on the way. Used
 * once.
 */
final class RowLoading {

    private static final int MOST_THREADS = 4;
    private static final long RANGE_BYTES = 64L << 20;

    private final RowLoader loader;
    private final SortedRows rows;
    private final @Nullable SignatureIndexBuilder index;
    private final Queue<SortedRows.Range> ranges;
    private final int threads;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong membership = new AtomicLong();

    /** Loads rows and, where that is wanted, adds their signatures to an index. */
    RowLoading(RowLoader loader, SortedRows rows, @Nullable SignatureIndexBuilder index) {
        this.loader = loader;
        this.rows = rows;
        this.index = index;
        List<SortedRows.Range> all = rows.ranges(RANGE_BYTES);
        this.ranges = new ConcurrentLinkedQueue<>(all);
        this.threads =
                Math.min(all.size(), Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    }

    /** Loads all rows; gives the record with their count. */
    QueryRecord.Rows run(QueryRecord.Rows aside) {
        List<CompletableFuture<@Nullable Throwable>> others =
                IntStream.range(1, threads).mapToObj(i -> start()).toList();
        Throwable failure = writeRanges();
        for (CompletableFuture<@Nullable Throwable> other : others) {
            Throwable another = other.join(); // it never fails
            failure = failure == null ? another : failure;
        }
        rethrow(failure);
        loader.finish();
        return new QueryRecord.Rows(
                aside.epoch(), aside.nextEpoch(), aside.reclaimedEpoch(), count.get(), membership.get());
    }

    private CompletableFuture<@Nullable Throwable> start() {
        CompletableFuture<@Nullable Throwable> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> ended.complete(writeRanges()), "afterimage-loader");
        thread.setDaemon(true);
        thread.start();
        return ended;
    }

    /** Takes ranges until none is left; gives what failed, and leaves nothing to the other threads then. */
    private @Nullable Throwable writeRanges() {
        try {
            for (SortedRows.Range next = ranges.poll(); next != null; next = ranges.poll()) {
                RowMerge walk = rows.walk(next, threads);
                if (index == null) {
                    loader.write(walk);
                } else {
                    try (SignatureIndexBuilder.Range signatures = index.range()) {
                        loader.write(walk.telling(signatures::add));
                    }
                }
                count.addAndGet(walk.count());
                membership.addAndGet(walk.membership());
            }
            return null;
        } catch (Throwable failure) { // whatever it is, it is thrown to the caller
            ranges.clear();
            return failure;
        }
    }

    private static void rethrow(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }
}
