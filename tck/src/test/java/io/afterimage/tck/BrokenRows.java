package io.afterimage.tck;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Stores that break C1 to C9. */
final class BrokenRows {

    private BrokenRows() {}

    static Stream<BrokenStore> all() {
        return Stream.of(
                BrokenStore.inMemory("loses the last mutation of a batch", "c01", LosesTheLastMutation::new),
                BrokenStore.inMemory("keeps the first half of a refused batch", "c01", AppliesOneByOne::new),
                BrokenStore.inMemory("lets the first mutation of a signature win", "c02", FirstWins::new),
                BrokenStore.inMemory("returns a damaged row", "c03", DamagesLongRows::new),
                BrokenStore.inMemory("returns its own array", "c03", SharesItsArrays::new),
                BrokenStore.inMemory("keeps the caller's array", "c03", WritesLater::new),
                BrokenStore.inMemory("orders signatures as signed numbers", "c04", SortsSigned::new),
                BrokenStore.inMemory("ends a query's name at NUL", "c05", EndsNamesAtNul::new),
                BrokenStore.inMemory("takes the empty name", "c05", TakesTheEmptyName::new),
                BrokenStore.inMemory("clears names that begin alike", "c06", ClearsNeighbours::new),
                BrokenStore.inMemory("has snapshots that move", "c07", MovingSnapshots::new),
                BrokenStore.inMemory("has snapshots whose position moves", "c07", MovingPositions::new),
                BrokenStore.inMemory("loses the last row of a part", "c07", LosesTheEdgeOfParts::new),
                BrokenStore.inMemory("starts a walk after its first signature", "c07", StartsTooLate::new),
                BrokenStore.inMemory("counts upserts of present rows", "c08", TrustsTheCaller::new),
                BrokenStore.inMemory("forgets the position at clear", "c09", ForgetsAtClear::new));
    }

    private static final class LosesTheLastMutation extends ForwardingStore {
        LosesTheLastMutation(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
            super.applyMutations(queryId, mutations.subList(0, Math.max(0, mutations.size() - 1)));
        }
    }

    private static final class AppliesOneByOne extends ForwardingStore {
        AppliesOneByOne(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
            super.applyMutations(queryId, List.of());
            mutations.forEach(mutation -> super.applyMutations(queryId, List.of(mutation)));
        }
    }

    private static final class FirstWins extends ForwardingStore {
        FirstWins(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
            Map<Long, RowMutation> first = new LinkedHashMap<>();
            mutations.forEach(mutation -> first.putIfAbsent(mutation.rowSignature(), mutation));
            super.applyMutations(queryId, List.copyOf(first.values()));
        }
    }

    private static final class DamagesLongRows extends ForwardingStore {
        DamagesLongRows(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Optional<byte[]> row(String queryId, long rowSignature) {
            Optional<byte[]> row = super.row(queryId, rowSignature);
            row.filter(data -> data.length > 1_000).ifPresent(data -> data[data.length - 1] ^= 1);
            return row;
        }
    }

    private static final class SharesItsArrays extends ForwardingStore {
        private final Map<String, Map<String, byte[]>> handedOut = new HashMap<>();

        SharesItsArrays(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Map<String, byte[]> sourcePositions(String queryId) {
            return handedOut.computeIfAbsent(queryId, super::sourcePositions);
        }
    }

    private static final class WritesLater extends ForwardingStore {
        private final List<Runnable> later = new ArrayList<>();

        WritesLater(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
            later.add(() -> super.applyMutations(queryId, mutations));
        }

        @Override
        public Snapshot readSnapshot(String queryId) {
            later.forEach(Runnable::run);
            later.clear();
            return super.readSnapshot(queryId);
        }
    }

    private static final class SortsSigned extends ForwardingStore {
        SortsSigned(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Snapshot readSnapshot(String queryId) {
            return new ForwardingSnapshot(super.readSnapshot(queryId)) {
                @Override
                public RowCursor cursor() {
                    List<Row> rows = new ArrayList<>(inner.toList());
                    rows.sort(Comparator.comparingLong(Row::rowSignature));
                    return over(rows);
                }
            };
        }
    }

    private static final class EndsNamesAtNul extends ForwardingStore {
        EndsNamesAtNul(LiveResultsStore inner) {
            super(inner);
        }

        private static String cut(String queryId) {
            int nul = queryId.indexOf('\0');
            return nul > 0 ? queryId.substring(0, nul) : queryId;
        }

        @Override
        public Snapshot readSnapshot(String queryId) {
            return super.readSnapshot(cut(queryId));
        }

        @Override
        public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
            super.applyMutations(cut(queryId), mutations);
        }

        @Override
        public List<CommitResult> commitAll(List<ResultCommit> commits) {
            commits.forEach(commit -> applyMutations(commit.queryId(), commit.mutations()));
            return super.commitAll(commits);
        }
    }

    private static final class TakesTheEmptyName extends ForwardingStore {
        TakesTheEmptyName(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public void clear(String queryId) {
            super.clear(queryId.isEmpty() ? "default" : queryId);
        }
    }

    private static final class ClearsNeighbours extends ForwardingStore {
        ClearsNeighbours(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public void clear(String queryId) {
            queries().stream()
                    .filter(query -> query.queryId().startsWith(queryId))
                    .forEach(query -> super.clear(query.queryId()));
        }
    }

    private static final class MovingSnapshots extends ForwardingStore {
        MovingSnapshots(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Snapshot readSnapshot(String queryId) {
            LiveResultsStore store = inner;
            return new ForwardingSnapshot(super.readSnapshot(queryId)) {
                @Override
                public RowCursor cursor() {
                    try (Snapshot now = store.readSnapshot(queryId)) {
                        return over(now.toList());
                    }
                }
            };
        }
    }

    private static final class MovingPositions extends ForwardingStore {
        MovingPositions(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Snapshot readSnapshot(String queryId) {
            LiveResultsStore store = inner;
            return new ForwardingSnapshot(super.readSnapshot(queryId)) {
                @Override
                public io.afterimage.Position position() {
                    return store.position(queryId);
                }
            };
        }
    }

    private static final class LosesTheEdgeOfParts extends ForwardingStore {
        LosesTheEdgeOfParts(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Snapshot readSnapshot(String queryId) {
            return new ForwardingSnapshot(super.readSnapshot(queryId)) {
                @Override
                public List<RowCursor> split(int parts) {
                    return inner.split(parts).stream()
                            .map(LosesTheEdgeOfParts::withoutItsLast)
                            .toList();
                }
            };
        }

        private static RowCursor withoutItsLast(RowCursor part) {
            List<Row> rows = new ArrayList<>();
            while (part.next()) {
                rows.add(new Row(part.rowSignature(), part.copyData()));
            }
            return ForwardingSnapshot.over(rows.subList(0, Math.max(0, rows.size() - 1)));
        }
    }

    private static final class StartsTooLate extends ForwardingStore {
        StartsTooLate(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Snapshot readSnapshot(String queryId) {
            return new ForwardingSnapshot(super.readSnapshot(queryId)) {
                @Override
                public RowCursor cursorFrom(long firstSignature) {
                    return inner.cursorFrom(firstSignature + 1);
                }
            };
        }
    }

    private static final class TrustsTheCaller extends ForwardingStore {
        private final Map<String, Long> counts = new HashMap<>();

        TrustsTheCaller(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
            super.applyMutations(queryId, mutations);
            mutations.forEach(
                    mutation -> counts.merge(queryId, mutation instanceof RowMutation.Upsert ? 1L : -1L, Long::sum));
        }

        @Override
        public long rowCount(String queryId) {
            return super.rowCount(queryId) == 0 ? 0 : counts.getOrDefault(queryId, 0L);
        }
    }

    private static final class ForgetsAtClear extends ForwardingStore {
        ForgetsAtClear(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public void clear(String queryId) {
            super.drop(queryId);
        }
    }
}
