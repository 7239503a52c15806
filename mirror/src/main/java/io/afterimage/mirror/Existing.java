package io.afterimage.mirror;

/**
 * What a mirror holds under a record's id when a delta for it comes in: nothing, a record, or the tombstone of one that
 * was deleted. Immutable.
 */
public sealed interface Existing permits Existing.Absent, MirroredRecord, Tombstone {

    /**
     * Nothing is known of the record.
     *
     * @return the one absent state
     */
    static Existing absent() {
        return Absent.INSTANCE;
    }

    /**
     * How many deltas have been applied to the record.
     *
     * @return the version, 0 where nothing is known
     */
    long version();

    /** Nothing is known of the record. */
    final class Absent implements Existing {

        private static final Absent INSTANCE = new Absent();

        private Absent() {}

        @Override
        public long version() {
            return 0;
        }

        @Override
        public String toString() {
            return "absent";
        }
    }
}
