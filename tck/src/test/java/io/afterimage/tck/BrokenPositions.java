package io.afterimage.tck;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Stores that break C10 to C15. */
final class BrokenPositions {

    private BrokenPositions() {}

    static Stream<BrokenStore> all() {
        return Stream.of(
                BrokenStore.inMemory("applies a duplicate again", "c10", AppliesDuplicates::new),
                BrokenStore.inMemory("jumps over a gap", "c10", JumpsOverGaps::new),
                BrokenStore.inMemory("accepts another config", "c10", AcceptsAnyConfig::new),
                BrokenStore.inMemory("commits no source positions", "c11", LosesSources::new),
                BrokenStore.inMemory("writes commits of one call one by one", "c11a", CommitsOneByOne::new),
                BrokenStore.inMemory("returns entries with a hole instead of a gap", "c12", HidesGaps::new),
                BrokenStore.inMemory("says up to date to who is ahead", "c12", TakesAheadForUpToDate::new),
                BrokenStore.inMemory("trims one entry too many", "c13", TrimsOneTooMany::new),
                BrokenStore.inMemory("forgets the generation at drop", "c14", ForgetsTheGeneration::new),
                BrokenStore.inMemory("keeps old rows at reset", "c14", KeepsRowsAtReset::new),
                BrokenStore.inMemory("shows a replacement before its flip", "c15", ShowsTheReplacement::new),
                BrokenStore.inMemory("rewinds by a replacement", "c15", Rewinds::new));
    }

    private static final class AppliesDuplicates extends ForwardingStore {
        AppliesDuplicates(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public List<CommitResult> commitAll(List<ResultCommit> commits) {
            List<CommitResult> answers = super.commitAll(commits);
            for (int i = 0; i < commits.size(); i++) {
                if (answers.get(i) instanceof CommitResult.Duplicate) {
                    applyMutations(commits.get(i).queryId(), commits.get(i).mutations());
                }
            }
            return answers;
        }
    }

    private static final class JumpsOverGaps extends ForwardingStore {
        JumpsOverGaps(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public List<CommitResult> commitAll(List<ResultCommit> commits) {
            return super.commitAll(CommitCopy.each(commits, copy -> copy.mayJump = true));
        }
    }

    private static final class AcceptsAnyConfig extends ForwardingStore {
        AcceptsAnyConfig(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public List<CommitResult> commitAll(List<ResultCommit> commits) {
            List<CommitResult> answers = super.commitAll(commits);
            return answers.stream().anyMatch(CommitResult.OtherConfig.class::isInstance)
                    ? super.commitAll(CommitCopy.each(commits, copy -> copy.configHash = OptionalLong.empty()))
                    : answers;
        }
    }

    private static final class LosesSources extends ForwardingStore {
        LosesSources(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public List<CommitResult> commitAll(List<ResultCommit> commits) {
            return super.commitAll(CommitCopy.each(commits, copy -> copy.sources = Map.of()));
        }
    }

    private static final class CommitsOneByOne extends ForwardingStore {
        CommitsOneByOne(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public List<CommitResult> commitAll(List<ResultCommit> commits) {
            return commits.stream()
                    .map(commit -> super.commitAll(List.of(commit)).get(0))
                    .toList();
        }
    }

    private static final class HidesGaps extends ForwardingStore {
        HidesGaps(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public OutboxRead outboxAfter(String queryId, Position position, int maxEntries) {
            OutboxRead read = super.outboxAfter(queryId, position, maxEntries);
            if (read instanceof OutboxRead.Gap gap) {
                Position earliest = new Position(position.generation(), gap.earliest() - 1, 0);
                return super.outboxAfter(queryId, earliest, maxEntries);
            }
            return read;
        }
    }

    /** What Drasi does. */
    private static final class TakesAheadForUpToDate extends ForwardingStore {
        TakesAheadForUpToDate(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public OutboxRead outboxAfter(String queryId, Position position, int maxEntries) {
            OutboxRead read = super.outboxAfter(queryId, position, maxEntries);
            return read instanceof OutboxRead.Ahead ahead ? new OutboxRead.UpToDate(ahead.head()) : read;
        }
    }

    private static final class TrimsOneTooMany extends ForwardingStore {
        TrimsOneTooMany(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public List<CommitResult> commitAll(List<ResultCommit> commits) {
            return super.commitAll(CommitCopy.each(
                    commits,
                    copy -> copy.retention =
                            copy.retention.map(keep -> Retention.ofEntries(Math.max(1, keep.maxEntries() - 1)))));
        }
    }

    private static final class ForgetsTheGeneration extends ForwardingStore {
        private final Map<String, Integer> drops = new HashMap<>();

        ForgetsTheGeneration(LiveResultsStore inner) {
            super(inner);
        }

        private String fresh(String queryId) {
            return drops.containsKey(queryId) ? queryId + drops.get(queryId) : queryId;
        }

        @Override
        public boolean drop(String queryId) {
            boolean known = super.drop(fresh(queryId));
            drops.merge(queryId, 1, Integer::sum);
            return known;
        }

        @Override
        public Position position(String queryId) {
            return super.position(fresh(queryId));
        }

        @Override
        public Position reset(String queryId, long configHash, long sequence) {
            return super.reset(fresh(queryId), configHash, sequence);
        }

        @Override
        public void applyMutations(String queryId, List<? extends RowMutation> mutations) {
            super.applyMutations(fresh(queryId), mutations);
        }

        @Override
        public List<CommitResult> commitAll(List<ResultCommit> commits) {
            return super.commitAll(commits.stream()
                    .map(commit -> ResultCommit.of(fresh(commit.queryId()), commit.sequence(), commit.mutations())
                            .build())
                    .toList());
        }
    }

    private static final class KeepsRowsAtReset extends ForwardingStore {
        KeepsRowsAtReset(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Position reset(String queryId, long configHash, long sequence) {
            try (Snapshot old = readSnapshot(queryId)) {
                Position at = super.reset(queryId, configHash, sequence);
                applyMutations(queryId, upserts(old.toList()));
                return at;
            }
        }
    }

    private static List<RowMutation> upserts(List<Row> rows) {
        return rows.stream()
                .map(row -> RowMutation.upsert(row.rowSignature(), row.data()))
                .toList();
    }

    private static final class ShowsTheReplacement extends ForwardingStore {
        ShowsTheReplacement(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Position replaceAll(String queryId, Position at, RowSource rows, Map<String, byte[]> sourcePositions) {
            return super.replaceAll(
                    queryId,
                    at,
                    new RowSource() {
                        @Override
                        public boolean next() {
                            boolean more = rows.next();
                            if (more) {
                                applyMutations(queryId, List.of(RowMutation.upsert(rows.rowSignature(), rows.data())));
                            }
                            return more;
                        }

                        @Override
                        public long rowSignature() {
                            return rows.rowSignature();
                        }

                        @Override
                        public byte[] data() {
                            return rows.data();
                        }
                    },
                    sourcePositions);
        }
    }

    private static final class Rewinds extends ForwardingStore {
        Rewinds(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Position replaceAll(String queryId, Position at, RowSource rows, Map<String, byte[]> sourcePositions) {
            long stored = position(queryId).generation();
            return super.replaceAll(
                    queryId,
                    at.generation() <= stored ? new Position(0, at.sequence(), at.configHash()) : at,
                    rows,
                    sourcePositions);
        }
    }
}
