package io.afterimage.spi;

import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.Retention;

/**
 * The one record per query that every write replaces: what makes rows, count, position and outbox bounds one thing.
 * Immutable.
 *
 * @param number the query's number in its store, from 1; never used again, also after a drop
 * @param queryId the query id
 * @param dropped true if the query is forgotten and only its generation is remembered
 * @param position where the query stands; of a dropped query only the generation counts
 * @param rows where its rows are
 * @param outbox where its outbox entries are
 */
public record QueryRecord(int number, String queryId, boolean dropped, Position position, Rows rows, Outbox outbox) {

    /**
     * Where the rows of a query are. Rows live under (query number, epoch, signature); a clear moves to a fresh epoch.
     * Epochs are never used twice, so whatever lies under another epoch than this one is garbage.
     *
     * @param epoch the epoch of the visible rows
     * @param nextEpoch the epoch that was never given out, and all after it
     * @param reclaimedEpoch all epochs before it hold no row any more
     * @param count the exact number of visible rows
     * @param membership the sum of {@link Checksums#ofMember} over the visible signatures
     */
    public record Rows(int epoch, int nextEpoch, int reclaimedEpoch, long count, long membership) {

        /** No rows, in a fresh epoch unless there are none already. */
        Rows emptied() {
            return count == 0 ? this : new Rows(nextEpoch, epochAfter(nextEpoch), reclaimedEpoch, 0, 0);
        }

        /** The same rows, with the next epoch given out. */
        Rows epochGivenOut() {
            return new Rows(epoch, epochAfter(nextEpoch), reclaimedEpoch, count, membership);
        }

        /** Other rows, which were written aside. */
        Rows flippedTo(Rows aside) {
            return new Rows(aside.epoch, nextEpoch, reclaimedEpoch, aside.count, aside.membership);
        }

        private static int epochAfter(int epoch) {
            if (epoch == -1) {
                throw new RefusedException("The query was emptied too often: its 2^32 epochs are used up. Next: copy it"
                        + " into a fresh store.");
            }
            return epoch + 1;
        }
    }

    /**
     * Where the outbox entries of a query are. Entries are numbered without holes by ordinals, which are never used
     * twice.
     *
     * @param first the ordinal of the oldest entry; equal to {@code next} if there is none
     * @param next the ordinal that the next entry will have
     * @param reclaimed all ordinals before it hold no entry any more
     */
    public record Outbox(long first, long next, long reclaimed) {

        /**
         * How many entries there are.
         *
         * @return the number
         */
        public long size() {
            return next - first;
        }

        Outbox emptied() {
            return new Outbox(next, next, reclaimed);
        }

        /** One entry more, and the oldest ones gone that the retention does not keep. */
        Outbox appended(Retention retention) {
            long end = next + 1;
            return new Outbox(Math.max(first, end - Math.min(end, retention.maxEntries())), end, reclaimed);
        }
    }

    /** What stands for a query that was never written: a dropped one without a past. */
    static QueryRecord unknown(String queryId) {
        return new QueryRecord(0, queryId, true, Position.NONE, new Rows(0, 1, 0, 0, 0), new Outbox(0, 0, 0));
    }

    /** The position that users see. */
    Position visiblePosition() {
        return dropped ? Position.NONE : position;
    }

    /** The first moment of a new life: generation + 1, nothing applied. */
    QueryRecord revived() {
        return new QueryRecord(number, queryId, false, new Position(nextGeneration(), 0, 0), rows, outbox);
    }

    /** The generation of the next life. */
    long nextGeneration() {
        if (position.generation() == Long.MAX_VALUE) {
            throw new RefusedException("The query has had its last generation. Query: " + queryId + ". Found: "
                    + Long.MAX_VALUE + ". Next: copy it under another query id.");
        }
        return position.generation() + 1;
    }

    QueryRecord numbered(int newNumber) {
        return new QueryRecord(newNumber, queryId, dropped, position, rows, outbox);
    }

    QueryRecord at(Position newPosition) {
        return new QueryRecord(number, queryId, false, newPosition, rows, outbox);
    }

    QueryRecord with(Rows newRows) {
        return new QueryRecord(number, queryId, dropped, position, newRows, outbox);
    }

    QueryRecord with(Outbox newOutbox) {
        return new QueryRecord(number, queryId, dropped, position, rows, newOutbox);
    }

    /** No rows, no outbox. */
    QueryRecord emptied() {
        return with(rows.emptied()).with(outbox.emptied());
    }

    /** Forgotten but for its generation. */
    QueryRecord droppedNow() {
        QueryRecord empty = emptied();
        return new QueryRecord(
                number, queryId, true, new Position(position.generation(), 0, 0), empty.rows, empty.outbox);
    }

    /** Whether anything lies in the store that the query no longer shows. */
    boolean leavesGarbage() {
        return rows.reclaimedEpoch != rows.epoch || rows.nextEpoch != rows.epoch + 1 || outbox.reclaimed < outbox.first;
    }
}
