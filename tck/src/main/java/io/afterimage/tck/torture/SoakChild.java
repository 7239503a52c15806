package io.afterimage.tck.torture;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.QuerySummary;
import io.afterimage.Retention;
import io.afterimage.Verification;
import io.afterimage.spi.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * The main class of the child JVM that soaks: several threads write, read and reopen one store at an even pace, and compare
 * it with what they wrote. It prints a sample a line, then {@link #END} once the store is closed, and waits to be killed.
 * Whatever is not as it should be ends it with an exception.
 */
final class SoakChild {

    /** All was as it should be. */
    static final String END = "end";

    /** A store was closed while others used it. */
    static final String REOPENED = "reopened";

    private static final int WRITERS = 4;
    private static final int READERS = 2;
    private static final int PATIENCE_SECONDS = 60;

    private final SoakPace pace;
    private final SoakedStore store;
    private final SoakProbe probe;
    private final LongAdder writes = new LongAdder();
    private final List<SoakWriter> writers = new ArrayList<>();
    private final List<SoakReader> readers = new ArrayList<>();
    private final SoakFollower follower;
    private final long began;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(WRITERS + READERS + 3, SoakChild::thread);

    private SoakChild(SoakPace pace, SoakedStore store, SoakProbe probe, Random random) {
        this.pace = pace;
        this.store = store;
        this.probe = probe;
        List<String> queries = SoakWriter.queryIds(WRITERS);
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new SoakWriter(i, store, new Random(random.nextLong()), writes));
        }
        for (int i = 0; i < READERS; i++) {
            readers.add(new SoakReader(store, queries, new Random(random.nextLong()), pace.tideSteps()));
        }
        follower = new SoakFollower(store, queries);
        began = System.nanoTime();
    }

    /** Arguments: the class of the backend, the directory, the seed, the units. */
    public static void main(String[] arguments) throws Exception {
        Backend backend = WritingChild.backend(arguments[0]);
        Path directory = Path.of(arguments[1]);
        Random random = new Random(Long.parseLong(arguments[2]));
        CompletableFuture<Void> leak = new CompletableFuture<>();
        SoakedStore store = new SoakedStore(() -> backend.open(
                directory,
                settings(random)
                        .withLeakListener((queryId, openedAt) -> leak.completeExceptionally(
                                new AssertionError("A snapshot of query " + queryId + " leaked.", openedAt)))));
        SoakPace pace = SoakPace.of(Integer.parseInt(arguments[3]));
        new SoakChild(pace, store, new SoakProbe(backend, directory), new Random(random.nextLong())).soak();
        leak.complete(null);
        leak.get();
        System.out.println(END);
        while (System.in.read() >= 0) {
            // whatever is said, the kill is what ends this
        }
    }

    private static StoreSettings settings(Random random) {
        return StoreSettings.DEFAULT
                .withDurability(random.nextBoolean() ? Durability.POWER_LOSS : Durability.PROCESS_CRASH)
                .withMemoryBudgetBytes(16L << 20)
                .withCountIndexBytes(16L << 20)
                .withMaxRowBytes(MadeRow.MAX_BYTES)
                .withRetention(Retention.ofEntries(200));
    }

    private void soak() throws Exception {
        writers.forEach(writer -> every(pace.write(), writer::step));
        readers.forEach(reader -> every(pace.read(), reader::step));
        every(pace.read(), follower::step);
        every(pace.life(), this::reopen);
        sample();
        every(pace.sample(), this::sample);
        awaitFailure(pace.total());
        threads.shutdown();
        if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("Calls hang. Threads: " + Thread.getAllStackTraces());
        }
        awaitFailure(Duration.ZERO);
        finish();
    }

    private void finish() {
        readers.forEach(SoakReader::close);
        writers.forEach(SoakWriter::compareAll);
        for (Verification part : store.call(LiveResultsStore::verifyAll)) {
            if (!part.passed()) {
                throw new AssertionError("The verification has found problems: " + part);
            }
        }
        store.close();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a guarded task tells its failure itself
    private void every(Duration delay, Task task) {
        threads.scheduleWithFixedDelay(guarded(task), delay.toNanos(), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void reopen() {
        store.reopen();
        System.out.println(REOPENED);
    }

    private void sample() throws IOException {
        long rows = store.call(LiveResultsStore::queries).stream()
                .mapToLong(QuerySummary::rowCount)
                .sum();
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.println(probe.sample(seconds, rows, writes.sum()).line());
    }

    /** Waits for the first failure, and throws it. */
    private void awaitFailure(Duration longest) throws ExecutionException, InterruptedException {
        try {
            failure.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException nothingFailed) {
            return;
        }
    }

    private Runnable guarded(Task task) {
        return () -> {
            try {
                task.step();
            } catch (Exception | Error e) {
                failure.completeExceptionally(e);
                throw new IllegalStateException("Once is enough.", e); // ends this task's schedule
            }
        };
    }

    private interface Task {
        void step() throws IOException;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "soak");
        thread.setDaemon(true);
        return thread;
    }
}
