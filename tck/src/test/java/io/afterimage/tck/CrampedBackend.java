package io.afterimage.tck;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.StoreUnavailableException;
import io.afterimage.spi.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Stores that are sound until the disk is full, and then broken on purpose. Child JVMs create them too. */
final class CrampedBackend {

    private CrampedBackend() {}

    /** Has met a full disk, and acknowledges what it does not write any more. */
    static final class ForgetsAfterwards extends EngineStoreTortureTest.MapBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return new Cramped(super.open(directory, settings)) {
                @Override
                void hasNoRoom(StoreUnavailableException failure) {
                    throw failure;
                }

                @Override
                public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
                    if (!hasMetAFullDisk) {
                        super.applyMutations(queryId, mutations);
                    }
                }
            };
        }
    }

    /** Tells the failure as it comes. */
    static final class ThrowsWhatItMeets extends EngineStoreTortureTest.MapBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return new Cramped(super.open(directory, settings)) {
                @Override
                void hasNoRoom(StoreUnavailableException failure) {
                    throw new UncheckedIOException("no room", new IOException(failure));
                }
            };
        }
    }

    /** Waits until there is room, in vain. */
    static final class WaitsForRoom extends EngineStoreTortureTest.MapBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return new Cramped(super.open(directory, settings)) {
                @Override
                void hasNoRoom(StoreUnavailableException failure) {
                    while (hasMetAFullDisk) {
                        LockSupport.park(this);
                    }
                }
            };
        }
    }

    /** Has met a full disk, and never takes the next one for anything else. */
    static final class StaysFull extends EngineStoreTortureTest.MapBackend {

        private static boolean full;

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return new Cramped(super.open(directory, settings)) {
                @Override
                void hasNoRoom(StoreUnavailableException failure) {
                    full = true;
                    throw failure;
                }

                @Override
                public List<CommitResult> commitAll(List<ResultCommit> commits) {
                    if (full) {
                        throw new StoreUnavailableException("The disk was full.", null);
                    }
                    return super.commitAll(commits);
                }
            };
        }
    }

    /** Does something of its own when there is no room. */
    private abstract static class Cramped extends ForwardingStore {

        boolean hasMetAFullDisk;

        Cramped(LiveResultsStore sound) {
            super(sound);
        }

        abstract void hasNoRoom(StoreUnavailableException failure);

        @Override
        public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
            try {
                super.applyMutations(queryId, mutations);
            } catch (StoreUnavailableException e) {
                hasMetAFullDisk = true;
                hasNoRoom(e);
            }
        }

        @Override
        public List<CommitResult> commitAll(List<ResultCommit> commits) {
            try {
                return super.commitAll(commits);
            } catch (StoreUnavailableException e) {
                hasMetAFullDisk = true;
                hasNoRoom(e);
                throw e;
            }
        }
    }
}
