package io.afterimage.tck;

import static io.afterimage.tck.StoreTrait.EXCLUSIVE_WRITER;
import static io.afterimage.tck.StoreTrait.REPORTS_LEAKS;
import static io.afterimage.tck.StoreTrait.SURVIVES_CLOSE;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.StoreLockedException;
import io.afterimage.Verification;
import io.afterimage.spi.StoreSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Stores that break C16 to C23. */
final class BrokenLives {

    private BrokenLives() {}

    static Stream<BrokenStore> all() {
        return Stream.of(
                BrokenStore.inMemory(
                        "forgets everything at close", "c16", Set.of(SURVIVES_CLOSE), UnaryOperator.identity()),
                BrokenStore.inMemory("refuses writes after a refusal", "c17", StaysRefused::new),
                BrokenStore.inMemory("has no lock", "c18", Set.of(EXCLUSIVE_WRITER), UnaryOperator.identity()),
                BrokenStore.onFile("does not name the holder", "c18", BrokenLives::openNamelessly),
                BrokenStore.onFile("lets readers write", "c18", BrokenLives::openForWritingAlways),
                BrokenStore.inMemory("works after its close", "c19", WorksAfterItsClose::new),
                BrokenStore.inMemory("lets snapshots outlive it", "c19", LetsSnapshotsOutliveIt::new),
                BrokenStore.inMemory("reports no leaks", "c19", Set.of(REPORTS_LEAKS), UnaryOperator.identity()),
                BrokenStore.onFile("has no checksum", "c20", BrokenLives::openWithoutChecksum),
                BrokenStore.inMemory("verifies nothing", "c20", VerifiesNothing::new),
                BrokenStore.onFile("starts a new life at every open", "c21", BrokenLives::openWithANewLife),
                BrokenStore.inMemory("clears the first rows only", "c22", ClearsTheFirstRowsOnly::new),
                BrokenStore.onFile("misreads what the last open wrote", "c23", BrokenLives::openWithoutSources));
    }

    private static LiveResultsStore open(Path directory, StoreSettings settings) {
        return new MapStoreUnderTest() {}.open(directory, settings);
    }

    private static LiveResultsStore openNamelessly(Path directory, StoreSettings settings) {
        try {
            return open(directory, settings);
        } catch (StoreLockedException e) {
            throw new StoreLockedException(directory.toString(), Optional.empty());
        }
    }

    private static LiveResultsStore openForWritingAlways(Path directory, StoreSettings settings) {
        return open(directory, settings.withAccess(StoreSettings.Access.READ_WRITE));
    }

    private static LiveResultsStore openWithoutChecksum(Path directory, StoreSettings settings) {
        MapFile file = new MapFile(directory);
        if (file.exists()) {
            file.repairChecksum();
        }
        return open(directory, settings);
    }

    private static LiveResultsStore openWithANewLife(Path directory, StoreSettings settings) {
        LiveResultsStore store = open(directory, settings);
        store.queries()
                .forEach(query ->
                        store.reset(query.queryId(), 0, query.position().sequence()));
        return store;
    }

    private static LiveResultsStore openWithoutSources(Path directory, StoreSettings settings) {
        MapFile file = new MapFile(directory);
        if (file.exists()) {
            MapData data = file.load();
            data.sources().clear();
            file.save(data);
        }
        return open(directory, settings);
    }

    private static final class StaysRefused extends ForwardingStore {
        private boolean refused;

        StaysRefused(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
            try {
                super.applyMutations(queryId, mutations);
            } catch (RefusedException e) {
                refused = true;
                throw e;
            }
        }

        @Override
        public List<CommitResult> commitAll(List<ResultCommit> commits) {
            if (refused) {
                throw new OutcomeUnknownException("The store refuses writes.", null);
            }
            return super.commitAll(commits);
        }
    }

    private static final class WorksAfterItsClose extends ForwardingStore {
        WorksAfterItsClose(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public void close() {
            // whoever still has it may go on
        }
    }

    private static final class LetsSnapshotsOutliveIt extends ForwardingStore {
        LetsSnapshotsOutliveIt(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Snapshot readSnapshot(String queryId) {
            Snapshot snapshot = super.readSnapshot(queryId);
            List<Row> rows = snapshot.toList();
            return new ForwardingSnapshot(snapshot) {
                @Override
                public RowCursor cursor() {
                    return over(rows);
                }
            };
        }
    }

    private static final class VerifiesNothing extends ForwardingStore {
        VerifiesNothing(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public List<Verification> verifyAll() {
            return List.of();
        }
    }

    private static final class ClearsTheFirstRowsOnly extends ForwardingStore {
        ClearsTheFirstRowsOnly(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public void clear(String queryId) {
            try (Snapshot snapshot = readSnapshot(queryId)) {
                List<RowMutation> deletes = snapshot.stream()
                        .limit(100)
                        .map(row -> RowMutation.delete(row.rowSignature()))
                        .toList();
                applyMutations(queryId, deletes);
            }
        }
    }
}
