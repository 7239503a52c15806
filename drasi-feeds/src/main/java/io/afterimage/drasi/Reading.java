package io.afterimage.drasi;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One way to read what came of an emission: its diffs in order, each by its number. Equality is by content. Immutable. */
final class Reading {

    /** Nothing has come. */
    static final Reading EMPTY = new Reading(new int[0]);

    private final int[] diffs;

    private Reading(int[] diffs) {
        this.diffs = diffs;
    }

    int size() {
        return diffs.length;
    }

    /** A fresh copy of the diffs. */
    int[] diffs() {
        return diffs.clone();
    }

    /**
     * Reads a slice as standing at a place.
     *
     * @return what is known then; null if something else is known to stand there
     */
    @Nullable
    Reading with(int[] slice, int place) {
        int overlap = Math.min(slice.length, diffs.length - place);
        if (!Arrays.equals(diffs, place, place + overlap, slice, 0, overlap)) {
            return null;
        }
        return overlap == slice.length ? this : followedBy(Arrays.copyOfRange(slice, overlap, slice.length));
    }

    /** Reads every diff as coming once, wherever it stands. */
    Reading onceEachWith(int[] slice) {
        return new Reading(IntStream.concat(Arrays.stream(diffs), Arrays.stream(slice))
                .distinct()
                .toArray());
    }

    private Reading followedBy(int[] more) {
        int[] all = Arrays.copyOf(diffs, diffs.length + more.length);
        System.arraycopy(more, 0, all, diffs.length, more.length);
        return new Reading(all);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Reading that && Arrays.equals(diffs, that.diffs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(diffs);
    }

    @Override
    public String toString() {
        return Arrays.toString(diffs);
    }
}
