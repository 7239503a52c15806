package io.afterimage;

import java.util.List;

/** The answer to {@link LiveResultsStore#outboxAfter}: every later entry, or exactly why not (C12). Immutable. */
public sealed interface OutboxRead {

    /**
     * Where the query stood at the moment of the read.
     *
     * @return the stored position
     */
    Position head();

    /**
     * Later entries in ascending order without holes, starting right after the requested position.
     *
     * @param entries the entries (at least one)
     * @param head the stored position; the read is complete when the last entry's sequence is the head's
     */
    record Entries(List<OutboxEntry> entries, Position head) implements OutboxRead {

        /** Copies the list and checks that it is not empty. */
        public Entries {
            entries = List.copyOf(entries);
            if (entries.isEmpty()) {
                throw new IllegalArgumentException("A read without entries is another answer than Entries.");
            }
        }

        /**
         * Whether the entries reach the head.
         *
         * @return false if the caller's limit cut the read short
         */
        public boolean complete() {
            return entries.get(entries.size() - 1).sequence() == head.sequence();
        }
    }

    /**
     * The requested position is the head; there is nothing later.
     *
     * @param head the stored position
     */
    record UpToDate(Position head) implements OutboxRead {}

    /**
     * Entries after the requested position are no longer there, or were never kept.
     *
     * @param requested the sequence that was asked for
     * @param earliest the sequence of the oldest entry that can be had; one more than the head's where
     *     there is none, and never more than {@link Long#MAX_VALUE}
     * @param latest the head's sequence
     * @param head the stored position
     */
    record Gap(long requested, long earliest, long latest, Position head) implements OutboxRead {

        /**
         * The gap where no entry is kept.
         *
         * @param requested the sequence that was asked for
         * @param head the stored position
         * @return a gap that ends after the head
         */
        public static Gap withoutEntries(long requested, Position head) {
            long latest = head.sequence();
            return new Gap(requested, latest == Long.MAX_VALUE ? latest : latest + 1, latest, head);
        }
    }

    /**
     * The requested position is later than the head: it knows emissions that this store does not.
     *
     * @param requested the position that was asked for
     * @param head the stored position
     */
    record Ahead(Position requested, Position head) implements OutboxRead {}

    /**
     * The requested position belongs to another life of the query.
     *
     * @param requested the position that was asked for
     * @param head the stored position
     */
    record OtherGeneration(Position requested, Position head) implements OutboxRead {}

    /**
     * The requested position belongs to another definition of the query in the same life.
     *
     * @param requested the position that was asked for
     * @param head the stored position
     */
    record OtherConfig(Position requested, Position head) implements OutboxRead {}
}
