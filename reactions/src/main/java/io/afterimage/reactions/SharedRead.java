package io.afterimage.reactions;

import io.afterimage.Snapshot;
import java.util.Optional;

/** What a reading came to that many may wait for. Immutable. */
sealed interface SharedRead {

    /** The position was taken by another reading: ask again. */
    SharedRead AGAIN = new Unkept(true);

    /** Other readings take the room: read alone, and let the next one try. */
    SharedRead NO_ROOM = new Unkept(false);

    /** The result is larger than the bound: everybody reads alone. */
    SharedRead TOO_LARGE = new TooLarge();

    /**
     * Opens what was read.
     *
     * @param feed where to read alone
     * @return a snapshot, empty if the question must be asked again
     */
    Optional<Snapshot> open(EmissionFeed feed);

    /** Whether those who ask later get it too. */
    boolean kept();

    /** The heap it takes. */
    long bytes();

    /** All rows. */
    record Rows(HeapRows rows) implements SharedRead {

        @Override
        public Optional<Snapshot> open(EmissionFeed feed) {
            return Optional.of(new HeapSnapshot(rows));
        }

        @Override
        public boolean kept() {
            return true;
        }

        @Override
        public long bytes() {
            return rows.bytes();
        }
    }

    /** See {@link #TOO_LARGE}. */
    record TooLarge() implements SharedRead {

        @Override
        public Optional<Snapshot> open(EmissionFeed feed) {
            return Optional.of(feed.readSnapshot());
        }

        @Override
        public boolean kept() {
            return true;
        }

        @Override
        public long bytes() {
            return 0;
        }
    }

    /** See {@link #AGAIN} and {@link #NO_ROOM}. */
    record Unkept(boolean askAgain) implements SharedRead {

        @Override
        public Optional<Snapshot> open(EmissionFeed feed) {
            return askAgain ? Optional.empty() : Optional.of(feed.readSnapshot());
        }

        @Override
        public boolean kept() {
            return false;
        }

        @Override
        public long bytes() {
            return 0;
        }
    }

    /** The reading failed, for everybody who waited. */
    record Failed(Throwable failure) implements SharedRead {

        @Override
        public Optional<Snapshot> open(EmissionFeed feed) {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public boolean kept() {
            return false;
        }

        @Override
        public long bytes() {
            return 0;
        }
    }
}
