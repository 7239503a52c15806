package io.afterimage.cli.serve;

import io.afterimage.LiveResultsStore;
import io.afterimage.QueryId;
import io.afterimage.RowMutation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a store can be written, by writing one row of eight bytes to a query of Afterimage's own. The answer is
 * good for a second, however often it is asked for, and a store that hangs is told from one that works. Thread-safe.
 */
final class StoreProbe implements AutoCloseable {

    /** The query that is written to. */
    static final String QUERY_ID = QueryId.INTERNAL_PREFIX + "health";

    private static final long GOOD_FOR_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LiveResultsStore store;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "health-probe");
        thread.setDaemon(true);
        return thread;
    });

    private @Nullable CompletableFuture<Void> last;
    private long begunNanos;

    /**
     * Probes a store.
     *
     * @param store the store
     * @param patience how long a write may take
     * @param nanoTime the time
     */
    StoreProbe(LiveResultsStore store, Duration patience, LongSupplier nanoTime) {
        this.store = store;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** What keeps the store from being written, empty if nothing does. */
    Optional<String> failure() {
        try {
            probe().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (TimeoutException e) {
            return Optional.of("A write does not end. Expected: within " + patience.toMillis() + " ms.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("The probe was interrupted.");
        }
    }

    /** One write at a time: whoever asks while one is under way waits for the same. */
    private synchronized CompletableFuture<Void> probe() {
        long now = nanoTime.getAsLong();
        if (last == null || (last.isDone() && now - begunNanos >= GOOD_FOR_NANOS)) {
            begunNanos = now;
            byte[] row = ByteBuffer.allocate(Long.BYTES).putLong(now).array();
            last = CompletableFuture.runAsync(
                    () -> store.applyMutations(QUERY_ID, List.of(RowMutation.upsert(0, row))), writer);
        }
        return last;
    }

    /** Writes no more. The store stays open. */
    @Override
    public void close() {
        writer.shutdownNow();
    }
}
