package io.afterimage.cli.supervision;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Starts children one after the other, kills each as scheduled, and lets the last one finish. Not thread-safe; one thread
 * at a time.
 */
public final class Supervisor {
    private final Function<OptionalLong, ChildProcess> starter;
    private final LongConsumer progress;
    private final RunStatistics statistics = new RunStatistics();

    /**
     * Creates a supervisor for one run.
     *
     * @param starter starts a child that waits at the given event, or runs to the end if there is none
     * @param progress told of every acknowledged event
     */
    public Supervisor(Function<OptionalLong, ChildProcess> starter, LongConsumer progress) {
        this.starter = starter;
        this.progress = progress;
    }

    /**
     * Runs children until one has finished.
     *
     * @param kills when to kill them, earliest first
     * @return the figures of the run
     * @throws DemoFailure if a child dies by itself, hangs, or speaks out of turn
     */
    public RunStatistics run(List<Kill> kills) {
        for (Kill kill : kills) {
            try (ChildProcess child = starter.apply(OptionalLong.of(kill.holdAt()))) {
                awaitRestored(child);
                long began = System.nanoTime();
                awaitAcknowledged(child, kill.atEvent());
                statistics.acknowledged(child.kill(kill.delayMicros()));
                statistics.active(System.nanoTime() - began);
                statistics.killed();
            }
        }
        try (ChildProcess child = starter.apply(OptionalLong.empty())) {
            awaitRestored(child);
            long began = System.nanoTime();
            awaitAcknowledged(child, Long.MAX_VALUE);
            statistics.active(System.nanoTime() - began);
            child.join();
        }
        return statistics;
    }

    private void awaitRestored(ChildProcess child) {
        ChildReport first = child.next();
        if (!(first instanceof ChildReport.Restored restored)) {
            throw new DemoFailure("The child begins without having restored. Found: " + first.line() + ".");
        }
        statistics.restored(restored);
    }

    /** Until the event is acknowledged or the child has finished. */
    private void awaitAcknowledged(ChildProcess child, long event) {
        while (statistics.acknowledgedEvent() < event) {
            ChildReport report = child.next();
            if (report instanceof ChildReport.Acknowledged acknowledged) {
                statistics.acknowledged(acknowledged.event());
                progress.accept(acknowledged.event());
            } else if (report instanceof ChildReport.Finished) {
                return;
            }
        }
    }
}
