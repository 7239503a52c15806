package io.afterimage.spi;

import io.afterimage.Position;

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
public record QueryRecord(
        int number, String queryId, boolean dropped, Position position, Rows rows, Outbox outbox) {

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
    public record Rows(int epoch, int nextEpoch, int reclaimedEpoch, long count, long membership) {}

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
    }
}
