package io.afterimage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.Snapshot;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.torture.Backend;
import io.afterimage.tck.torture.Campaign;
import io.afterimage.tck.torture.CampaignResult;
import io.afterimage.tck.torture.Campaigns;
import io.afterimage.tck.torture.Finding;
import io.afterimage.tck.torture.Torture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The histories tested: each store whose answers no order of the writes explains is found by the small form. */
class UnorderlyBackendsTest {

    static Stream<Arguments> unorderlyBackends() {
        return Stream.of(
                Arguments.of("shows rows of two states", "never was", broken(TornSnapshots::new)),
                Arguments.of("shows the state before", "stale", broken(StaleSnapshots::new)),
                Arguments.of("counts later than it shows", "never was", broken(CountsOfNow::new)),
                Arguments.of("reads anew for each walk", "moved", broken(MovingSnapshots::new)),
                Arguments.of("keeps single rows for a while", "stale", broken(KeptRows::new)),
                Arguments.of("keeps counts for a while", "stale", broken(KeptCounts::new)),
                Arguments.of("commits one query after the other", "goes back", broken(StepwiseCommits::new)),
                Arguments.of("shows what it has not published", "goes back", broken(LatePositions::new)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unorderlyBackends")
    void storeThat(String what, String finding, Backend backend, @TempDir Path scratch) throws InterruptedException {
        CampaignResult result = histories(backend, scratch);
        assertThat(result.findings().stream().map(Finding::what))
                .as("a store that %s", what)
                .anyMatch(text -> text.contains(finding));
    }

    private static CampaignResult histories(Backend backend, Path scratch) throws InterruptedException {
        Campaign histories = Campaigns.all().stream()
                .filter(campaign -> campaign.name().equals("histories"))
                .findAny()
                .orElseThrow();
        return new Torture(backend, scratch, 1).run(histories, 1, histories.smallRounds(), soFar -> {});
    }

    /** Keeps a wrong state in sight for longer than a moment, however few processors there are. */
    private static void letOthersLook() {
        for (long start = System.nanoTime(); System.nanoTime() - start < 500_000; ) {
            Thread.onSpinWait();
        }
    }

    private static Backend broken(UnaryOperator<LiveResultsStore> breaking) {
        return new EngineStoreTortureTest.MapBackend() {
            @Override
            public LiveResultsStore open(Path directory, StoreSettings settings) {
                return breaking.apply(MapStoreUnderTest.open(
                        directory, settings, MapStoreUnderTest.SavedAt.CLOSE, UnaryOperator.identity()));
            }
        };
    }

    /** Rows of the lower half of the space as the last snapshot had them. */
    private static final class TornSnapshots extends ForwardingStore {

        private final Map<String, List<Row>> last = new ConcurrentHashMap<>();

        TornSnapshots(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Snapshot readSnapshot(String queryId) {
            Snapshot snapshot = super.readSnapshot(queryId);
            List<Row> now = snapshot.toList();
            List<Row> before = Optional.ofNullable(last.put(queryId, now)).orElse(now);
            List<Row> torn = new ArrayList<>();
            before.stream().filter(row -> row.rowSignature() >= 0).forEach(torn::add);
            now.stream().filter(row -> row.rowSignature() < 0).forEach(torn::add);
            return new ForwardingSnapshot(snapshot) {
                @Override
                public RowCursor cursor() {
                    return over(torn);
                }

                @Override
                public List<RowCursor> split(int parts) {
                    return List.of(over(torn));
                }
            };
        }
    }

    /** The snapshot that the call before has opened. */
    private static final class StaleSnapshots extends ForwardingStore {

        private final Map<String, Snapshot> next = new ConcurrentHashMap<>();

        StaleSnapshots(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Snapshot readSnapshot(String queryId) {
            Snapshot now = super.readSnapshot(queryId);
            Snapshot before = next.put(queryId, now);
            return before == null ? super.readSnapshot(queryId) : before;
        }

        @Override
        public void close() {
            next.values().forEach(Snapshot::close);
            super.close();
        }
    }

    /** The count of the moment in which it is first asked for. */
    private static final class CountsOfNow extends ForwardingStore {

        CountsOfNow(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Snapshot readSnapshot(String queryId) {
            return new ForwardingSnapshot(super.readSnapshot(queryId)) {

                private OptionalLong count = OptionalLong.empty();

                @Override
                public long rowCount() {
                    count = OptionalLong.of(count.orElseGet(() -> CountsOfNow.super.rowCount(queryId)));
                    return count.getAsLong();
                }
            };
        }
    }

    /** A walk of the moment in which it begins. */
    private static final class MovingSnapshots extends ForwardingStore {

        MovingSnapshots(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Snapshot readSnapshot(String queryId) {
            return new ForwardingSnapshot(super.readSnapshot(queryId)) {
                @Override
                public List<RowCursor> split(int parts) {
                    try (Snapshot now = MovingSnapshots.super.readSnapshot(queryId)) {
                        return List.of(over(now.toList()));
                    }
                }
            };
        }
    }

    /** Answers every other question for a row from what the one before has found. */
    private static final class KeptRows extends ForwardingStore {

        private final Map<Row, Optional<byte[]>> kept = new ConcurrentHashMap<>();

        KeptRows(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Optional<byte[]> row(String queryId, long rowSignature) {
            Row key = new Row(rowSignature, queryId.getBytes(StandardCharsets.UTF_8));
            Optional<byte[]> last = kept.remove(key);
            if (last == null) {
                last = super.row(queryId, rowSignature);
                kept.put(key, last);
            }
            return last;
        }
    }

    /** Answers every other question for a count from what the one before has found. */
    private static final class KeptCounts extends ForwardingStore {

        private final Map<String, Long> kept = new ConcurrentHashMap<>();

        KeptCounts(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public long rowCount(String queryId) {
            Long last = kept.remove(queryId);
            if (last == null) {
                last = super.rowCount(queryId);
                kept.put(queryId, last);
            }
            return last;
        }
    }

    /** Commits that should be one write, one by one; who loses the second has made the first. */
    private static final class StepwiseCommits extends ForwardingStore {

        StepwiseCommits(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public synchronized List<CommitResult> commitAll(List<ResultCommit> commits) {
            boolean welcome = commits.stream()
                    .allMatch(commit -> position(commit.queryId()).sequence() + 1 == commit.sequence());
            if (!welcome) {
                return super.commitAll(commits);
            }
            return commits.stream()
                    .map(commit -> {
                        CommitResult result = inner.commit(commit);
                        letOthersLook();
                        return result;
                    })
                    .toList();
        }
    }

    /** Tells a position a little late, as one does that is published after its rows. */
    private static final class LatePositions extends ForwardingStore {

        private final Map<String, Position> published = new ConcurrentHashMap<>();

        LatePositions(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public List<CommitResult> commitAll(List<ResultCommit> commits) {
            commits.forEach(commit -> published.put(commit.queryId(), super.position(commit.queryId())));
            List<CommitResult> results = super.commitAll(commits);
            letOthersLook();
            commits.forEach(commit -> published.remove(commit.queryId()));
            return results;
        }

        @Override
        public Position position(String queryId) {
            Position late = published.get(queryId);
            return late == null ? super.position(queryId) : late;
        }
    }
}
