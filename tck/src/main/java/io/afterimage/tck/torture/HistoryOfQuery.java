package io.afterimage.tck.torture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The states that a query went through, in order, and when: state 0 is from before the first write, state i the one after
 * write i. Immutable once built.
 */
final class HistoryOfQuery {

    private final List<HistoryState> states = new ArrayList<>();
    private final List<Entry> entries;
    private final long[] endsSorted;
    private final int[] lastEnded;
    private final long[] beginsSorted;
    private final int[] firstBegun;

    /** One write to this query. */
    record Entry(HistoryWrite write, HistoryWrite.Part part) {}

    /** Takes all writes to one query, in any order; tells of those that contradict each other. */
    HistoryOfQuery(List<Entry> all, List<String> contradictions) {
        entries = all.stream()
                .sorted(Comparator.comparingLong(entry -> entry.part.order()))
                .toList();
        states.add(HistoryState.UNKNOWN);
        long latestBegin = Long.MIN_VALUE;
        for (Entry entry : entries) {
            requireOrder(entry, states.size(), latestBegin, contradictions);
            latestBegin = Math.max(latestBegin, entry.write.begin());
            HistoryState after = entry.part.after(states.get(states.size() - 1));
            OptionalLong told = entry.part.count();
            if (told.isPresent() && told.getAsLong() != after.count()) {
                contradictions.add("A commit was answered with a wrong count. Expected: " + after.count() + ". Found: "
                        + entry.part + ".");
            }
            states.add(after);
        }
        int size = entries.size();
        int[] byEnd = sorted(size, Comparator.comparingLong(i -> write(i).end()));
        int[] byBegin = sorted(size, Comparator.comparingLong(i -> write(i).begin()));
        endsSorted = new long[size];
        lastEnded = new int[size];
        beginsSorted = new long[size];
        firstBegun = new int[size];
        for (int i = 0; i < size; i++) {
            endsSorted[i] = write(byEnd[i]).end();
            lastEnded[i] = Math.max(byEnd[i], i == 0 ? 0 : lastEnded[i - 1]);
        }
        for (int i = size - 1; i >= 0; i--) {
            beginsSorted[i] = write(byBegin[i]).begin();
            firstBegun[i] = Math.min(byBegin[i], i == size - 1 ? size + 1 : firstBegun[i + 1]);
        }
    }

    private static void requireOrder(Entry entry, int expected, long latestBegin, List<String> contradictions) {
        if (entry.part.order() != expected) {
            contradictions.add("Two commits of one sequence were applied, or one is missing. Expected: write "
                    + expected + ". Found: " + entry.part + ".");
        }
        if (entry.write.end() < latestBegin) {
            contradictions.add(
                    "A write was acknowledged before one that it comes after was made. Found: " + entry + ".");
        }
    }

    private static int[] sorted(int size, Comparator<Integer> order) {
        return IntStream.rangeClosed(1, size)
                .boxed()
                .sorted(order)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Write i, from 1 on. */
    HistoryWrite write(int i) {
        return entries.get(i - 1).write;
    }

    HistoryState state(int i) {
        return states.get(i);
    }

    /** The number of writes, which is the number of the last state. */
    int last() {
        return entries.size();
    }

    /** The least state that a read may show: the one after the last write that was acknowledged before it was called. */
    int least(HistoryRead read) {
        int ended = below(endsSorted, read.begin());
        return ended == 0 ? 0 : lastEnded[ended - 1];
    }

    /** The greatest state that a read may show: the one before the first write that was called after it was answered. */
    int greatest(HistoryRead read) {
        int begun = below(beginsSorted, read.end() + 1);
        return begun == beginsSorted.length ? last() : firstBegun[begun] - 1;
    }

    /** How many of some sorted moments are before one. */
    private static int below(long[] sorted, long moment) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < moment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
