package io.afterimage.tck;

import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.puts;
import static io.afterimage.tck.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * C19 as a campaign: 2,000 times several threads read by snapshots, cursors, splits, streams and single rows while another
 * closes the store, at a seeded moment. Only rightly read rows and {@link StoreClosedException} may come of it; a dead JVM
 * is a native call that met a closed engine. For backends that survive a close.
 *
 * <p>The system property {@code afterimage.campaign} multiplies the rounds, {@code afterimage.seed} chooses the moments.
 */
public abstract class LiveResultsStoreCloseContract implements StoreUnderTest {

    private static final int ROUNDS = 2_000;
    private static final int ROWS = 700; // more than one chunk of a cursor
    private static final long SEED = Long.getLong("afterimage.seed", 19);
    private static final int PATIENCE_SECONDS = 60;

    /** For subclasses. */
    protected LiveResultsStoreCloseContract() {}

    /** On failure check the leases, and the order in which scans, views and the engine close. */
    @Test
    void c19_thousandsOfClosesUnderReaders_areSeenAsStoreClosedAndNothingElse(@TempDir Path directory)
            throws Exception {
        try (LiveResultsStore store = open(directory, StoreSettings.DEFAULT)) {
            store.applyMutations(Q, puts(ROWS));
        }
        SplittableRandom random = new SplittableRandom(SEED);
        ExecutorService threads = Executors.newCachedThreadPool();
        long reads = 0;
        try {
            for (int round = 0; round < Repetitions.times(ROUNDS); round++) {
                reads += round(open(directory, StoreSettings.DEFAULT), threads, random.nextInt(200_000));
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.println("c19: " + Repetitions.times(ROUNDS) + " closes under readers, seed " + SEED + ", " + reads
                + " whole reads, then StoreClosedException only");
        assertThat(reads).isPositive();
    }

    /** One store, five readers, one close after so many nanoseconds; gives the number of whole reads. */
    private static long round(LiveResultsStore store, ExecutorService threads, int closeAfterNanos) throws Exception {
        List<Callable<Integer>> reads = List.of(
                () -> walk(store),
                () -> walkParts(store),
                () -> stream(store),
                () -> closeWhileReading(store, threads),
                () -> store.row(Q, ROWS).map(row -> ROWS).orElse(0));
        CountDownLatch reading = new CountDownLatch(reads.size());
        List<Future<Long>> readers = new ArrayList<>();
        for (Callable<Integer> read : reads) {
            readers.add(threads.submit(() -> untilClosed(read, reading)));
        }
        reading.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < closeAfterNanos) {
            Thread.onSpinWait();
        }
        store.close();
        long whole = 0;
        for (Future<Long> reader : readers) {
            whole += reader.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return whole;
    }

    private static long untilClosed(Callable<Integer> read, CountDownLatch reading) throws Exception {
        reading.countDown();
        for (long whole = 0; ; whole++) {
            try {
                assertThat(read.call()).isEqualTo(ROWS);
            } catch (StoreClosedException e) {
                return whole;
            }
        }
    }

    private static int walk(LiveResultsStore store) {
        try (Snapshot snapshot = store.readSnapshot(Q);
                RowCursor cursor = snapshot.cursor()) {
            return count(cursor);
        }
    }

    private static int walkParts(LiveResultsStore store) {
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            int rows = 0;
            for (RowCursor part : snapshot.split(3)) {
                rows += count(part);
            }
            return rows;
        }
    }

    private static int stream(LiveResultsStore store) {
        try (Snapshot snapshot = store.readSnapshot(Q);
                Stream<?> rows = snapshot.stream()) {
            return (int) rows.count();
        }
    }

    /** The snapshot's own close races with its reader, besides the store's. */
    private static int closeWhileReading(LiveResultsStore store, ExecutorService threads) throws Exception {
        try (Snapshot snapshot = store.readSnapshot(Q);
                RowCursor cursor = snapshot.cursor()) {
            Future<?> closed = threads.submit(snapshot::close);
            try {
                count(cursor);
            } catch (StoreClosedException e) {
                store.rowCount(Q); // throws if it was the store that closed
            }
            closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return ROWS;
        }
    }

    private static int count(RowCursor cursor) {
        int rows = 0;
        for (; cursor.next(); rows++) {
            String expected = "row-" + cursor.rowSignature();
            if (!text(cursor.copyData()).equals(expected)) {
                throw new AssertionError("Expected: " + expected + ". Found: " + text(cursor.copyData()) + ".");
            }
        }
        return rows;
    }
}
