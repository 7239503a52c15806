package io.afterimage.tck.torture;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.spi.StoreSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * C7, C8, C10, C11 and C11a between threads: writers and readers record what they called and were answered, and the record must
 * be one that a store could give that does one thing after the other. On failure look what a read takes from the engine, what
 * from the published records, and in which order.
 */
final class HistoriesCampaign implements Campaign {

    private static final int WRITERS = 3;
    private static final int READERS = 3;
    private static final int WRITES_EACH = 250;
    private static final int MOST_READS_EACH = 15_000;

    @Override
    public String name() {
        return "histories";
    }

    @Override
    public String attack() {
        return "Records what threads write and read at once, and looks whether one order explains all answers.";
    }

    @Override
    public int smallRounds() {
        return 2;
    }

    @Override
    public int fullRounds() {
        return 120;
    }

    @Override
    public void run(Round round) throws Exception {
        Random random = round.random();
        StoreSettings settings = StoreSettings.DEFAULT
                .withDurability(random.nextBoolean() ? Durability.POWER_LOSS : Durability.PROCESS_CRASH)
                .withMemoryBudgetBytes(16L << 20);
        HistoryLog log = new HistoryLog();
        try (LiveResultsStore store = round.backend().open(round.newDirectory("store"), settings)) {
            record(store, random, log);
        }
        new HistoryJudge(log, 1 + WRITERS, round).judge();
    }

    private static void record(LiveResultsStore store, Random random, HistoryLog log)
            throws ExecutionException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + READERS);
        try {
            AtomicBoolean written = new AtomicBoolean();
            List<Future<HistoryLog>> reading = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                long seed = random.nextLong();
                reading.add(threads.submit(() -> read(store, new Random(seed), written)));
            }
            List<Future<HistoryLog>> writing = new ArrayList<>();
            for (int i = 1; i <= WRITERS; i++) {
                int number = i;
                long seed = random.nextLong();
                writing.add(threads.submit(() -> write(number, store, new Random(seed))));
            }
            try {
                for (Future<HistoryLog> one : writing) {
                    log.add(one.get());
                }
            } finally {
                written.set(true);
            }
            for (Future<HistoryLog> one : reading) {
                log.add(one.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    private static HistoryLog write(int number, LiveResultsStore store, Random random) {
        HistoryLog log = new HistoryLog();
        HistoryWriter writer = new HistoryWriter(number, store, log, random);
        for (int left = WRITES_EACH; left > 0; left--) {
            writer.step();
        }
        return log;
    }

    private static HistoryLog read(LiveResultsStore store, Random random, AtomicBoolean written) {
        HistoryLog log = new HistoryLog();
        try (HistoryReader reader = new HistoryReader(store, log, random, 1 + WRITERS)) {
            for (int left = MOST_READS_EACH; left > 0 && !written.get(); left--) {
                reader.step();
            }
        }
        return log;
    }
}
