package io.afterimage.tck.torture;

import io.afterimage.Position;

/** What a read has shown of a query. Immutable. */
sealed interface HistorySight {

    /** Whether a query in this state shows it. */
    boolean fits(HistoryState state);

    /**
     * A snapshot: position, count and rows at once.
     *
     * @param count as the snapshot tells it
     */
    record Whole(HistoryState state, long count) implements HistorySight {

        @Override
        public boolean fits(HistoryState other) {
            return state.equals(other) && count == other.count();
        }
    }

    /** The position alone. */
    record Stand(Position position) implements HistorySight {

        @Override
        public boolean fits(HistoryState state) {
            return position.equals(state.position());
        }
    }

    /** The count alone. */
    record Count(long count) implements HistorySight {

        @Override
        public boolean fits(HistoryState state) {
            return count == state.count();
        }
    }

    /** Position and count in one answer, as in the list of all queries. */
    record Summary(Position position, long count) implements HistorySight {

        @Override
        public boolean fits(HistoryState state) {
            return position.equals(state.position()) && count == state.count();
        }
    }

    /**
     * One row.
     *
     * @param index which signature
     * @param version 0 for no row
     */
    record OneRow(int index, long version) implements HistorySight {

        @Override
        public boolean fits(HistoryState state) {
            return version == state.versions()[index];
        }
    }
}
