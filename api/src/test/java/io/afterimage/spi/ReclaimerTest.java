package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.OutcomeUnknownException;
import io.afterimage.StoreClosedException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReclaimerTest {

    /** The steps taken, in order. */
    private final BlockingQueue<String> steps = new LinkedBlockingQueue<>();

    private Reclaimer started(Predicate<String> step) {
        return new Reclaimer("here", queryId -> {
            steps.add(queryId);
            return step.test(queryId);
        });
    }

    @Test
    void look_severalQueries_takesThemInTurnEachUntilNothingIsLeft() throws Exception {
        AtomicInteger pieces = new AtomicInteger(3);
        Reclaimer reclaimer = started(queryId -> queryId.equals("a") && pieces.decrementAndGet() > 0);
        reclaimer.look("a");
        reclaimer.look("b");
        for (String expected : List.of("a", "a", "a", "b")) {
            assertThat(steps.take()).isEqualTo(expected);
        }
        reclaimer.stop();
        assertThat(steps).isEmpty();
    }

    @Test
    void look_atAQueryThatWaitsAlready_isOneLookAndAtOneInProgressAnother() throws Exception {
        CompletableFuture<Void> proceed = new CompletableFuture<>();
        Reclaimer reclaimer = started(queryId -> {
            proceed.join();
            return false;
        });
        reclaimer.look("a");
        assertThat(steps.take()).isEqualTo("a"); // in progress: what comes now may be missed by it
        reclaimer.look("a");
        reclaimer.look("a");
        reclaimer.look("b");
        reclaimer.look("a");
        proceed.complete(null);
        assertThat(steps.take()).isEqualTo("a");
        assertThat(steps.take()).isEqualTo("b");
        reclaimer.stop();
        assertThat(steps).isEmpty();
    }

    @Test
    void step_fails_isLoggedWithItsCauseAndTheNextQueryIsLookedAt() throws Exception {
        BlockingQueue<LogRecord> logged = new LinkedBlockingQueue<>();
        Logger logger = Logger.getLogger(Reclaimer.class.getName());
        Handler handler = new Collecting(logged);
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            RuntimeException failure = HeapDisk.unavailable();
            Reclaimer reclaimer = started(queryId -> {
                if (queryId.equals("a")) {
                    throw failure;
                }
                return false;
            });
            reclaimer.look("a");
            reclaimer.look("b");
            assertThat(steps.take()).isEqualTo("a");
            assertThat(steps.take()).isEqualTo("b");
            LogRecord warning = logged.take();
            assertThat(warning.getLevel()).isEqualTo(Level.WARNING);
            assertThat(warning.getMessage()).contains("Query: a");
            assertThat(warning.getThrown()).isSameAs(failure);
            reclaimer.stop();
            assertThat(logged).isEmpty();
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }

    @Test
    void step_storeIsClosedOrBroken_endsTheThread() throws Exception {
        for (RuntimeException end : List.of(
                new StoreClosedException("The store is closed."), new OutcomeUnknownException("Unknown.", null))) {
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            Reclaimer reclaimer = started(queryId -> {
                thread.complete(Thread.currentThread());
                throw end;
            });
            reclaimer.look("a");
            reclaimer.look("b");
            thread.get().join();
            assertThat(steps).containsExactly("a");
            steps.clear();
            reclaimer.stop();
        }
    }

    @Test
    void stop_stepInProgress_waitsForItAndKeepsTheInterrupt() throws Exception {
        CompletableFuture<Void> proceed = new CompletableFuture<>();
        CountDownLatch inProgress = new CountDownLatch(1);
        Reclaimer reclaimer = started(queryId -> {
            inProgress.countDown();
            proceed.join();
            return false;
        });
        reclaimer.look("a");
        inProgress.await();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread stopper = new Thread(() -> {
            reclaimer.stop();
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        stopper.start();
        stopper.interrupt();
        while (stopper.isInterrupted() || stopper.getState() != Thread.State.WAITING) {
            Thread.onSpinWait(); // until it has taken the interrupt and waits on
        }
        assertThat(interrupted).isNotDone();
        proceed.complete(null);
        assertThat(interrupted.get()).isTrue();
    }

    @Test
    void stop_again_returns() {
        Reclaimer reclaimer = started(queryId -> false);
        reclaimer.stop();
        reclaimer.look("a");
        reclaimer.stop();
        assertThat(steps).isEmpty();
    }

    /** Keeps log records. */
    private static final class Collecting extends Handler {

        private final BlockingQueue<LogRecord> records;

        Collecting(BlockingQueue<LogRecord> records) {
            this.records = records;
        }

        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
