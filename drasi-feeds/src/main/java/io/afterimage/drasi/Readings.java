package io.afterimage.drasi;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every way to read what came of one emission. Not thread-safe; one thread at a time.
 *
 * <p>A wire brings an emission in slices: consecutive diffs, without their place. A sender repeats slices, and after a
 * restart it cuts the emission elsewhere. So a slice is either new, or repeats what is known, or both; equal diffs, which one
 * emission may hold, make more than one reading possible. What is ruled out: that an emission is longer than its count.
 */
/*
 * With a count, all readings are kept, because the count may decide later: P, P of a count of 2 may be the second diff, or
 * the first one again, with another to come. Diffs that all differ have exactly one reading. Without a count nothing will
 * decide, and the shortest reading is taken: what can be a repetition is one.
 *
 * No reading fits a slice if slices overtook each other. Then every diff is read once, in the order of arrival, and that is
 * enough only if it reaches the count.
 */
final class Readings {

    /** More readings than these are not told apart: only the one without repetitions is followed. */
    static final int MAX_READINGS = 64;

    private List<Reading> readings = List.of(Reading.EMPTY);
    private @Nullable Integer count;
    private boolean tooMany;
    private boolean disordered;
    private long received;

    /** What a slice did. */
    enum Effect {
        /** It said something new, or made further readings possible. */
        NEW,
        /** It only repeats. */
        REPEATED,
        /** It cannot belong to the same emission as what came before. Nothing changed. */
        CONTRADICTORY
    }

    /** The number of diffs that the emission has; null where nobody said. */
    @Nullable
    Integer count() {
        return count;
    }

    /** Takes a slice, of at least one diff. */
    Effect add(int[] slice, @Nullable Integer toldCount) {
        if (count != null && toldCount != null && !count.equals(toldCount)) {
            return Effect.CONTRADICTORY;
        }
        Integer known = count == null ? toldCount : count;
        List<Reading> next = next(slice, known);
        boolean overtaken = next.isEmpty();
        if (overtaken) {
            next = List.of(readings.get(0).onceEachWith(slice));
            if (known != null && next.get(0).size() > known) {
                return Effect.CONTRADICTORY;
            }
        }
        disordered |= overtaken;
        boolean changed = tooMany || !next.equals(readings);
        received += changed ? slice.length : 0;
        count = known;
        readings = next;
        if (readings.size() > MAX_READINGS) {
            tooMany = true;
            readings = List.of(longest());
        }
        return changed ? Effect.NEW : Effect.REPEATED;
    }

    private List<Reading> next(int[] slice, @Nullable Integer known) {
        Set<Reading> next = new LinkedHashSet<>();
        for (Reading reading : readings) {
            if (known == null) {
                next.add(shortest(reading, slice));
            } else {
                addAll(next, reading, slice, known);
            }
        }
        return List.copyOf(next);
    }

    /** All readings that a count leaves. Those at an earlier place are no longer than those at a later one. */
    private static void addAll(Set<Reading> next, Reading reading, int[] slice, int count) {
        for (int place = 0;
                place <= reading.size() && Math.max(place + slice.length, reading.size()) <= count;
                place++) {
            Reading more = reading.with(slice, place);
            if (more != null) {
                next.add(more);
            }
        }
    }

    private static Reading shortest(Reading reading, int[] slice) {
        int place = 0;
        Reading more = reading.with(slice, place);
        while (more == null) {
            more = reading.with(slice, ++place); // the place after the last one fits always
        }
        return more;
    }

    private Reading longest() {
        return readings.stream().max(Comparator.comparingInt(Reading::size)).orElse(Reading.EMPTY);
    }

    /** Whether nothing can be missing: every reading has as many diffs as the emission. */
    boolean complete() {
        return !tooMany && count != null && readings.stream().allMatch(reading -> reading.size() == count);
    }

    /** All readings; none if there were too many to follow, or what came is out of order and not all. */
    List<Reading> all() {
        return tooMany || disordered ? reachingCount() : readings;
    }

    /** The readings that have as many diffs as the emission; none if nobody told how many those are. */
    List<Reading> reachingCount() {
        Integer known = count;
        if (known == null || (tooMany && received != known)) {
            return List.of();
        }
        return readings.stream().filter(reading -> reading.size() == known).toList();
    }
}
