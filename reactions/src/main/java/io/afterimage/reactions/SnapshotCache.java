package io.afterimage.reactions;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.Snapshot;
import io.afterimage.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets reactions that restart together share the reading of a snapshot: whoever asks a feed for a snapshot at a position
 * at which it was read before gets the same rows from the heap. Of many who ask at once, one reads and the others wait; if
 * the reading fails, all of them get its error and nothing is kept. Thread-safe.
 *
 * <p>The heap is bounded in bytes: results that are kept take at most the bound, those being read at most the same again;
 * a snapshot that is still open holds its rows beyond that. What finds no room is read unshared, straight from the
 * feed. A result that nobody asked for within a minute is forgotten.
 *
 * <p>A position stands for the same rows as long as the query is written by emissions. After a
 * {@link LiveQuery#replaceAll} to the position at which it stood already, call {@link #forget}.
 */
public final class SnapshotCache {

    /** What a unit of weight stands for: weights are ints. */
    private static final long UNIT_BYTES = 1_024;

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final long maxBytes;
    private final AsyncCache<Key, SharedRead> reads;

    /** What the readings under way have taken of their bound. */
    private final AtomicLong bytesBeingRead = new AtomicLong();

    private SnapshotCache(long maxBytes, Ticker ticker) {
        this.maxBytes = maxBytes / UNIT_BYTES * UNIT_BYTES;
        reads = Caffeine.newBuilder()
                .maximumWeight(maxBytes / UNIT_BYTES)
                .weigher((Key key, SharedRead read) -> units(read.bytes()))
                .expireAfterAccess(KEPT)
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .ticker(ticker)
                .buildAsync();
    }

    /**
     * Creates an empty cache.
     *
     * @param maxBytes the bound on the heap that kept results take (1 or more)
     * @return the cache
     * @throws RefusedException if the bound is below 1
     */
    public static SnapshotCache of(long maxBytes) {
        return of(maxBytes, Ticker.systemTicker());
    }

    static SnapshotCache of(long maxBytes, Ticker ticker) {
        if (maxBytes < 1) {
            throw new RefusedException(
                    "The bound of a snapshot cache is below 1 byte. Expected: 1 or more. Found: " + maxBytes + ".");
        }
        return new SnapshotCache(maxBytes, ticker);
    }

    /**
     * All rows of a feed at one moment, not before the call. A snapshot from the heap is independent of the cache and of
     * the store.
     *
     * @param feed the feed; reactions share what they read of the same one
     * @return a snapshot, to be closed by the caller
     * @throws StoreUnavailableException if the thread is interrupted while another reads; it stays interrupted
     */
    public Snapshot snapshot(EmissionFeed feed) {
        while (true) {
            Key key = new Key(feed, feed.head());
            CompletableFuture<SharedRead> mine = new CompletableFuture<>();
            CompletableFuture<SharedRead> first = reads.asMap().putIfAbsent(key, mine);
            SharedRead read = first == null ? lead(key, mine) : await(first, feed);
            Optional<Snapshot> snapshot = read.open(feed);
            if (snapshot.isPresent()) {
                return snapshot.get();
            }
        }
    }

    /**
     * Forgets what was read of a query. Snapshots that are open stay as they are.
     *
     * @param queryId the query
     */
    public void forget(String queryId) {
        reads.asMap().keySet().removeIf(key -> key.feed().queryId().equals(queryId));
    }

    /**
     * The heap that kept results take.
     *
     * @return bytes, rounded up to whole KiB per result
     */
    public long keptBytes() {
        reads.synchronous().cleanUp();
        return reads.synchronous()
                        .policy()
                        .eviction()
                        .orElseThrow()
                        .weightedSize()
                        .orElseThrow()
                * UNIT_BYTES;
    }

    long bytesBeingRead() {
        return bytesBeingRead.get();
    }

    private static int units(long bytes) {
        return Math.toIntExact((bytes + UNIT_BYTES - 1) / UNIT_BYTES);
    }

    /** Reads for everybody who waits. Whatever happens, they are told. */
    private SharedRead lead(Key asked, CompletableFuture<SharedRead> mine) {
        Key key = asked;
        SharedRead read = SharedRead.AGAIN;
        try (Snapshot snapshot = asked.feed().readSnapshot()) {
            key = new Key(asked.feed(), snapshot.position());
            if (key.equals(asked) || moved(asked, key, mine)) {
                read = read(snapshot);
            }
        } catch (RuntimeException | Error failure) {
            read = new SharedRead.Failed(failure);
        }
        if (!read.kept()) {
            reads.asMap().remove(key, mine);
        }
        mine.complete(read);
        return read;
    }

    /** The query moved on between asking where it stands and reading: true if nobody reads at the new position yet. */
    private boolean moved(Key asked, Key key, CompletableFuture<SharedRead> mine) {
        reads.asMap().remove(asked, mine);
        return reads.asMap().putIfAbsent(key, mine) == null;
    }

    private SharedRead read(Snapshot snapshot) {
        HeapRowsReader reader = new HeapRowsReader(snapshot, maxBytes, bytesBeingRead);
        try {
            return reader.read();
        } finally {
            bytesBeingRead.addAndGet(-reader.reservedBytes());
        }
    }

    private static SharedRead await(CompletableFuture<SharedRead> read, EmissionFeed feed) {
        try {
            return read.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    "The thread was interrupted while another one reads the snapshot. Query: " + feed.queryId() + ".",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A shared reading is never completed with an error.", e);
        }
    }

    /**
     * What is shared: the reading of one feed at one position.
     *
     * @param feed the feed; compared by identity unless it says otherwise
     * @param position where it stood
     */
    private record Key(EmissionFeed feed, Position position) {}
}
