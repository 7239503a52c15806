package io.afterimage.cli.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the parent saw of a run. */
final class RunStatistics {
    private final List<Long> restoreMicros = new ArrayList<>();
    private final List<Long> sourceMicros = new ArrayList<>();
    private int kills;
    private long duplicatesSkipped;
    private long lostEvents;
    private long acknowledgedEvent;
    private long activeNanos;

    /** A child has restored. Whatever an earlier one had acknowledged and this one does not find is lost. */
    void restored(ChildReport.Restored report) {
        lostEvents += Math.max(0, acknowledgedEvent - report.event());
        acknowledgedEvent = report.event();
        duplicatesSkipped += report.duplicatesSkipped();
        if (report.event() > 0) {
            restoreMicros.add(report.restoreMicros());
            sourceMicros.add(report.sourceMicros());
        }
    }

    void acknowledged(long event) {
        acknowledgedEvent = Math.max(acknowledgedEvent, event);
    }

    void killed() {
        kills++;
    }

    void active(long nanos) {
        activeNanos += nanos;
    }

    int kills() {
        return kills;
    }

    long duplicatesSkipped() {
        return duplicatesSkipped;
    }

    /** Events that were acknowledged before a kill and not there after it. */
    long lostEvents() {
        return lostEvents;
    }

    long acknowledgedEvent() {
        return acknowledgedEvent;
    }

    /** How long children were at work, from restored to killed or finished. */
    long activeNanos() {
        return activeNanos;
    }

    Spread restore() {
        return Spread.of(restoreMicros);
    }

    Spread source() {
        return Spread.of(sourceMicros);
    }

    /** Median and maximum, 0 where nothing was measured. */
    record Spread(long medianMicros, long maxMicros) {
        static Spread of(List<Long> micros) {
            if (micros.isEmpty()) {
                return new Spread(0, 0);
            }
            List<Long> sorted = new ArrayList<>(micros);
            Collections.sort(sorted);
            return new Spread(sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
        }
    }
}
