package io.afterimage.tck.torture;

import io.afterimage.Position;
import java.util.Arrays;
import java.util.Map;

/**
 * What a query shows at one moment. Immutable as long as nobody changes the array.
 *
 * @param position where it stands
 * @param versions of the row of each of {@link #SIGNATURES} signatures, 0 where there is none
 */
record HistoryState(Position position, long[] versions) {

    static final int SIGNATURES = 24;

    /** Of a query that nobody has written to. */
    static final HistoryState UNKNOWN = new HistoryState(Position.NONE, new long[SIGNATURES]);

    long count() {
        return Arrays.stream(versions).filter(version -> version != 0).count();
    }

    /** After some rows got other versions. */
    HistoryState with(Map<Integer, Long> changes) {
        long[] changed = versions.clone();
        changes.forEach((index, version) -> changed[index] = version);
        return new HistoryState(position, changed);
    }

    HistoryState withoutRows() {
        return new HistoryState(position, new long[SIGNATURES]);
    }

    HistoryState at(Position other) {
        return new HistoryState(other, versions);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HistoryState that
                && position.equals(that.position)
                && Arrays.equals(versions, that.versions);
    }

    @Override
    public int hashCode() {
        return 31 * position.hashCode() + Arrays.hashCode(versions);
    }

    @Override
    public String toString() {
        return position + " with versions " + Arrays.toString(versions);
    }
}
