package io.afterimage.reactions;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Time that passes when the test says so, and the only thread there is: tasks run in the order in which they came. */
final class ManualTime implements Executor, Alarm {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::number));
    private long nowNanos;
    private long timersSoFar;

    private record Timer(long at, long number, Runnable task) {}

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        timers.add(new Timer(nowNanos + delay.toNanos(), timersSoFar++, task));
    }

    long nanoTime() {
        return nowNanos;
    }

    /** Runs what is due now, and what that brings. */
    void settle() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Lets time pass, alarm by alarm. */
    void pass(Duration duration) {
        long until = nowNanos + duration.toNanos();
        settle();
        for (Timer next = timers.peek(); next != null && next.at() <= until; next = timers.peek()) {
            timers.remove();
            nowNanos = next.at();
            next.task().run();
            settle();
        }
        nowNanos = until;
    }
}
