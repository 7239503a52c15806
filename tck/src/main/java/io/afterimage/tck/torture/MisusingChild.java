package io.afterimage.tck.torture;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.tck.model.RandomWrites;
import io.afterimage.tck.model.WriteLoad;
import io.afterimage.tck.model.WriteStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The main class of the child JVM that misuses its stores. It opens the same one again and again; each time its threads call
 * it until one of them closes it, or until they have called enough. Each thread writes to queries of its own.
 */
final class MisusingChild {

    static final int THREADS = 4;

    private static final int LIVES = 3;

    private final Testimony report;
    private final Random random;
    private final List<Misuser> misusers = new ArrayList<>();

    private MisusingChild(Testimony report) {
        this.report = report;
        this.random = new Random(report.seed());
        for (int thread = 0; thread < THREADS; thread++) {
            misusers.add(new Misuser(thread, report, stream(report.seed(), thread)));
        }
    }

    /** The writes of one thread. */
    static WriteStream stream(long seed, int thread) {
        List<String> queries =
                RandomWrites.QUERIES.stream().map(query -> query + thread).toList();
        return new WriteStream(seed * THREADS + thread, new WriteLoad(queries, 1));
    }

    /** Arguments: the class of the backend, the directory, the seed. */
    public static void main(String[] arguments) throws ReflectiveOperationException, InterruptedException {
        Testimony report = new Testimony(Long.parseLong(arguments[2]));
        MisusingChild child = new MisusingChild(report);
        try {
            Backend backend = WritingChild.backend(arguments[0]);
            for (int life = 0; life < LIVES && !report.hasFindings(); life++) {
                child.live(backend, Path.of(arguments[1]), life == LIVES - 1);
            }
        } catch (RuntimeException | Error e) {
            report.found(Harm.WRONG, Torture.stackTrace(e));
        }
        report.end();
        Runtime.getRuntime().halt(0); // with whatever is open
    }

    private void live(Backend backend, Path directory, boolean last) throws InterruptedException {
        Leaks leaks = new Leaks(report);
        LiveResultsStore store = backend.open(
                directory, WriteStream.settings(Durability.PROCESS_CRASH).withLeakListener(leaks));
        Life life = new Life(store, new Gate(report), leaks, new Loot());
        int closer = random.nextInt(2 * THREADS); // half of the time nobody
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Misuser misuser = misusers.get(i);
            boolean closes = i == closer;
            threads.add(new Thread(() -> misuser.live(life, threads, closes), "misuser-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        for (Misuser misuser : misusers) {
            misuser.tell();
        }
        if (!life.gate().isClosing()) {
            leaks.requireReported();
        }
        if (!last || random.nextBoolean()) {
            life.close();
        }
    }

    /** What the threads share between one open and the close after it. */
    record Life(LiveResultsStore store, Gate gate, Leaks leaks, Loot loot) {

        void close() {
            gate.close(store::close);
        }
    }
}
