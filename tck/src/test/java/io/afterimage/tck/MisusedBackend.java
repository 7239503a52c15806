package io.afterimage.tck;

import io.afterimage.LiveResultsStore;
import io.afterimage.Row;
import io.afterimage.Snapshot;
import io.afterimage.StoreClosedException;
import io.afterimage.spi.LeakListener;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.Optional;

/** Stores that are sound for those who use them well, and broken on purpose for others. Child JVMs create them too. */
final class MisusedBackend {

    private MisusedBackend() {}

    /** Calls what has been closed, and dies of it. */
    static final class DiesOfUseAfterClose extends EngineStoreTortureTest.MapBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return new ForwardingStore(super.open(directory, settings)) {
                @Override
                public Snapshot readSnapshot(String queryId) {
                    try {
                        return super.readSnapshot(queryId);
                    } catch (StoreClosedException e) {
                        Runtime.getRuntime().halt(134); // 128 and SIGABRT, which the JVM sends itself after a crash
                        throw e;
                    }
                }
            };
        }
    }

    /** Has an error of its own for what is closed. */
    static final class HasItsOwnClosedError extends EngineStoreTortureTest.MapBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return new ForwardingStore(super.open(directory, settings)) {
                @Override
                public long rowCount(String queryId) {
                    try {
                        return super.rowCount(queryId);
                    } catch (StoreClosedException e) {
                        throw new IllegalStateException("closed", e);
                    }
                }
            };
        }
    }

    /** Says nothing of snapshots that were never closed. */
    static final class SwallowsLeaks extends EngineStoreTortureTest.MapBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            LeakListener nobody = (queryId, openedAt) -> {};
            return super.open(directory, settings.withLeakListener(nobody));
        }
    }

    /** Reports leaks without the place that opened them. */
    static final class ReportsLeaksFromNowhere extends EngineStoreTortureTest.MapBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            LeakListener told = settings.leakListener();
            return super.open(
                    directory,
                    settings.withLeakListener((queryId, openedAt) -> told.snapshotLeaked(queryId, new Throwable())));
        }
    }

    /** Gives out the bytes that it keeps. */
    static final class SharesItsBytes extends EngineStoreTortureTest.MapBackend {

        @Override
        public LiveResultsStore open(Path directory, StoreSettings settings) {
            return new ForwardingStore(super.open(directory, settings)) {

                private Row last = new Row(0, new byte[0]);
                private String lastQuery = "";

                @Override
                public synchronized Optional<byte[]> row(String queryId, long rowSignature) {
                    if (!queryId.equals(lastQuery) || last.rowSignature() != rowSignature) {
                        Optional<byte[]> found = super.row(queryId, rowSignature);
                        if (found.isEmpty()) {
                            return found;
                        }
                        last = new Row(rowSignature, found.get());
                        lastQuery = queryId;
                    }
                    return Optional.of(last.data());
                }
            };
        }
    }
}
