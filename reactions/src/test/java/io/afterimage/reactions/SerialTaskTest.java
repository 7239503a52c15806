package io.afterimage.reactions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A task runs one step at a time, gives others their turn, and never misses a wake. */
class SerialTaskTest {

    private final ManualTime time = new ManualTime();
    private final List<RejectedExecutionException> rejections = new ArrayList<>();

    @Test
    void wake_runsStepsUntilThereIsNothingToDo() {
        AtomicInteger left = new AtomicInteger(3);
        AtomicInteger steps = new AtomicInteger();
        SerialTask task = new SerialTask(
                time,
                () -> {
                    steps.incrementAndGet();
                    return left.decrementAndGet() > 0;
                },
                rejections::add);
        time.settle();
        assertThat(steps).hasValue(0);
        task.wake();
        task.wake();
        time.settle();
        assertThat(steps.get()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void longTask_givesOthersTheirTurn() {
        List<String> order = new ArrayList<>();
        AtomicInteger left = new AtomicInteger(1_000);
        SerialTask task = new SerialTask(
                time,
                () -> {
                    order.add("step");
                    return left.decrementAndGet() > 0;
                },
                rejections::add);
        task.wake();
        time.execute(() -> order.add("other"));
        time.settle();
        assertThat(order.indexOf("other")).isBetween(1, 999);
        assertThat(order).hasSize(1_001);
    }

    @Test
    void wakeDuringAStep_isNotLost() {
        AtomicInteger steps = new AtomicInteger();
        List<SerialTask> self = new ArrayList<>();
        SerialTask task = new SerialTask(
                time,
                () -> {
                    assertThat(self.get(0).isRunningHere()).isTrue();
                    if (steps.incrementAndGet() < 5) {
                        self.get(0).wake();
                    }
                    return false;
                },
                rejections::add);
        self.add(task);
        task.wake();
        time.settle();
        assertThat(steps).hasValue(5);
        assertThat(task.isRunningHere()).isFalse();
    }

    @Test
    void executorThatTakesNoMore_isReportedOnce() {
        SerialTask task = new SerialTask(
                ignored -> {
                    throw new RejectedExecutionException("full");
                },
                () -> false,
                rejections::add);
        task.wake();
        task.wake();
        assertThat(rejections).hasSize(1);
    }

    @Test
    void wakesFromManyThreads_neverOverlap_andAreNeverLost() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            AtomicInteger given = new AtomicInteger();
            int[] taken = {0}; // only steps touch it, and they do not overlap
            CompletableFuture<Void> allTaken = new CompletableFuture<>();
            SerialTask task = new SerialTask(
                    threads,
                    () -> {
                        if (given.get() == taken[0]) {
                            return false;
                        }
                        taken[0]++;
                        if (taken[0] == 4_000) {
                            allTaken.complete(null);
                        }
                        return true;
                    },
                    rejections::add);
            for (int i = 0; i < 4; i++) {
                threads.execute(() -> {
                    for (int n = 0; n < 1_000; n++) {
                        given.incrementAndGet();
                        task.wake();
                    }
                });
            }
            allTaken.get(1, TimeUnit.MINUTES);
            assertThat(rejections).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }
}
