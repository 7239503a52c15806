package io.afterimage.drasi;

import java.util.Arrays;
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

    /** Reads only what is new in a slice, wherever it stands. */
    Reading withNew(int[] slice) {
        return followedBy(
                Arrays.stream(slice).filter(diff -> !holds(diff)).distinct().toArray());
    }

    private Reading followedBy(int[] more) {
        int[] all = Arrays.copyOf(diffs, diffs.length + more.length);
        System.arraycopy(more, 0, all, diffs.length, more.length);
        return new Reading(all);
    }

    private boolean holds(int diff) {
        for (int known : diffs) {
            if (known == diff) {
                return true;
            }
        }
        return false;
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
