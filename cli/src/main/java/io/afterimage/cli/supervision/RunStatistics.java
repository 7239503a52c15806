package io.afterimage.cli.supervision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the parent saw of a run. Not thread-safe; one thread at a time. */
public final class RunStatistics {
    private final List<ChildReport.Restored> restarts = new ArrayList<>();
    private int kills;
    private long lostEvents;
    private long acknowledgedEvent;
    private long activeNanos;

    /**
     * A child has restored. Whatever an earlier one had acknowledged and this one does not find is lost.
     *
     * @param report what it said
     */
    public void restored(ChildReport.Restored report) {
        lostEvents += Math.max(0, acknowledgedEvent - report.event());
        acknowledgedEvent = report.event();
        restarts.add(report);
    }

    /**
     * A child had acknowledged an event.
     *
     * @param event its number
     */
    public void acknowledged(long event) {
        acknowledgedEvent = Math.max(acknowledgedEvent, event);
    }

    /** A child was killed. */
    public void killed() {
        kills++;
    }

    /**
     * A child was at work.
     *
     * @param nanos for how long
     */
    public void active(long nanos) {
        activeNanos += nanos;
    }

    /**
     * How many children were killed.
     *
     * @return the number
     */
    public int kills() {
        return kills;
    }

    /**
     * Events that were acknowledged before a kill and not there after it.
     *
     * @return how many
     */
    public long lostEvents() {
        return lostEvents;
    }

    long acknowledgedEvent() {
        return acknowledgedEvent;
    }

    /**
     * How long children were at work, from restored to killed or finished.
     *
     * @return nanoseconds
     */
    public long activeNanos() {
        return activeNanos;
    }

    /**
     * What each child found when it started.
     *
     * @return the reports, in order
     */
    public List<ChildReport.Restored> restarts() {
        return List.copyOf(restarts);
    }

    /**
     * A figure of all children together.
     *
     * @param figure its name in {@link ChildReport.Restored#figures}
     * @return the sum
     */
    public long total(String figure) {
        return restarts.stream().mapToLong(report -> value(report, figure)).sum();
    }

    /**
     * A figure of those children that found something to restore.
     *
     * @param figure its name in {@link ChildReport.Restored#figures}
     * @return its median and maximum
     */
    public Spread spread(String figure) {
        return Spread.of(restarts.stream()
                .filter(report -> report.event() > 0)
                .map(report -> value(report, figure))
                .toList());
    }

    private static long value(ChildReport.Restored report, String figure) {
        return report.figures().getOrDefault(figure, 0L);
    }

    /**
     * Median and maximum, 0 where nothing was measured. Immutable.
     *
     * @param median the one in the middle
     * @param max the largest
     */
    public record Spread(long median, long max) {
        static Spread of(List<Long> values) {
            if (values.isEmpty()) {
                return new Spread(0, 0);
            }
            List<Long> sorted = new ArrayList<>(values);
            Collections.sort(sorted);
            return new Spread(sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
        }
    }
}
