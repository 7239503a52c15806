package io.afterimage.tck;

import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.emission;
import static io.afterimage.tck.Samples.emissions;
import static io.afterimage.tck.Samples.puts;
import static io.afterimage.tck.Samples.row;
import static io.afterimage.tck.Samples.rows;
import static io.afterimage.tck.StoreTrait.SURVIVES_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.Row;
import io.afterimage.RowCursor;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.tck.model.QueryState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** Rule C15: replacing all rows. */
interface ReplaceRules {

    /** Where the rules work. */
    StoreBench bench();

    private LiveResultsStore filled() {
        LiveResultsStore store = bench().store();
        store.commit(ResultCommit.of(Q, 1, puts(30))
                .configHash(7)
                .outbox(bytes("entry-1"))
                .sourcePosition("orders", new byte[] {1})
                .build());
        store.commitAll(emissions(Q, 2, 5));
        return store;
    }

    /** Generation 0 asks for the next life. On failure the differing part says what the flip left behind. */
    @Test
    default void c15_replacementInANewLife_isAllThereIs() {
        LiveResultsStore store = filled();
        Position at = store.replaceAll(Q, new Position(0, 3, 9), RowSource.of(rows(4)));
        assertThat(at).isEqualTo(new Position(2, 3, 9));
        QueryState expected = new QueryState(at, 4, rows(4), List.of(), Map.of(), true);
        assertThat(QueryState.of(store, Q)).isEqualTo(expected);
        assertThat(QueryState.of(bench().reopen(), Q))
                .isEqualTo(bench().has(SURVIVES_CLOSE) ? expected : QueryState.UNKNOWN);
    }

    /** The source's position moves with the flip. On failure check that it is written in the flip's own batch. */
    @Test
    default void c15_sourcePositionsOfAReplacement_moveWithTheFlip() {
        LiveResultsStore store = filled();
        store.replaceAll(Q, new Position(1, 6, 7), RowSource.of(rows(2)), Map.of("invoices", new byte[] {2}));
        assertThat(store.sourcePositions(Q)).containsOnlyKeys("orders", "invoices");
        store.replaceAll(Q, new Position(0, 1, 7), RowSource.of(rows(2)), Map.of("invoices", new byte[] {3}));
        assertThat(store.sourcePositions(Q)).containsOnlyKeys("invoices");
        assertThat(
                        bench().has(SURVIVES_CLOSE)
                                ? bench().reopen().sourcePositions(Q).get("invoices")
                                : new byte[] {3})
                .containsExactly(3);
        assertThatThrownBy(() -> bench().store()
                        .replaceAll(Q, new Position(0, 1, 7), RowSource.of(rows(9)), Map.of("", new byte[0])))
                .isInstanceOf(RefusedException.class);
        assertThat(bench().store().rowCount(Q)).isEqualTo(2);
    }

    /** The current generation goes on. On failure check what is kept within a life: sources yes, outbox no. */
    @Test
    default void c15_replacementInTheSameLife_keepsTheSources_andEmptiesTheOutbox() {
        LiveResultsStore store = filled();
        for (long sequence : new long[] {5, 5, 8}) {
            Position at = store.replaceAll(Q, new Position(1, sequence, 7), RowSource.of(rows(sequence)));
            assertThat(at).isEqualTo(new Position(1, sequence, 7));
            assertThat(QueryState.of(store, Q))
                    .isEqualTo(new QueryState(at, sequence, rows(sequence), List.of(), Map.of("orders", "01"), true));
        }
        assertThat(store.commit(emission(Q, 9)).applied()).isTrue();
    }

    /** A later generation than any is taken as it is. On failure check what "later" is compared with. */
    @Test
    default void c15_laterGeneration_isTakenAsItIs() {
        LiveResultsStore store = filled();
        Position at = new Position(9, 2, 0);
        assertThat(store.replaceAll(Q, at, RowSource.of(rows(2)))).isEqualTo(at);
        assertThat(QueryState.of(store, Q)).isEqualTo(new QueryState(at, 2, rows(2), List.of(), Map.of(), true));
        assertThat(store.reset(Q, 0, 0).generation()).isEqualTo(10);
        assertThat(store.replaceAll("mirror", new Position(5, 1, 0), RowSource.of(rows(1))))
                .isEqualTo(new Position(5, 1, 0));
    }

    /** The way back is refused before a row is read. On failure check the test at the start. */
    @Test
    default void c15_replacementThatRewinds_isRefused_andNothingChanges() {
        LiveResultsStore store = filled();
        store.reset(Q, 7, 4);
        store.commitAll(emissions(Q, 5, 6));
        QueryState before = QueryState.of(store, Q);
        for (Position rewound : List.of(new Position(2, 5, 7), new Position(2, 0, 7), new Position(1, 99, 7))) {
            assertThatThrownBy(() -> store.replaceAll(Q, rewound, RowSource.of(rows(3))))
                    .as("to %s", rewound)
                    .isInstanceOf(RefusedException.class);
            assertThat(QueryState.of(store, Q)).isEqualTo(before);
        }
        store.drop(Q);
        assertThatThrownBy(() -> store.replaceAll(Q, new Position(2, 50, 7), RowSource.of(rows(3))))
                .as("into the life that was dropped")
                .isInstanceOf(RefusedException.class);
        assertThat(QueryState.of(store, Q)).isEqualTo(QueryState.UNKNOWN);
    }

    /** An unknown query comes into being. On failure check the record of a fresh query. */
    @Test
    default void c15_replacementOfAnUnknownQuery_createsIt() {
        LiveResultsStore store = bench().store();
        Position at = store.replaceAll(Q, new Position(0, 0, 0), RowSource.of(List.of()));
        assertThat(at).isEqualTo(new Position(1, 0, 0));
        assertThat(QueryState.of(store, Q)).isEqualTo(new QueryState(at, 0, List.of(), List.of(), Map.of(), true));
    }

    /** Readers see the old state until the flip. On failure check under which key the rows are written aside. */
    @Test
    default void c15_oldState_isVisibleUntilTheFlip() {
        LiveResultsStore store = filled();
        QueryState before = QueryState.of(store, Q);
        List<Row> replacement = rows(3_000);
        store.replaceAll(Q, new Position(1, 6, 7), watched(replacement, read -> {
            if (read % 500 == 0) {
                assertThat(QueryState.of(store, Q)).isEqualTo(before);
                assertThat(store.row(Q, 2_999)).isEmpty();
            }
        }));
        assertThat(QueryState.of(store, Q).rows()).isEqualTo(replacement);
    }

    private static RowSource watched(List<Row> rows, IntConsumer watcher) {
        RowSource source = RowSource.of(rows);
        return new RowSource() {
            private int read;

            @Override
            public boolean next() {
                watcher.accept(read++);
                return source.next();
            }

            @Override
            public long rowSignature() {
                return source.rowSignature();
            }

            @Override
            public byte[] data() {
                return source.data();
            }
        };
    }

    /** A source that fails leaves the old state, and its error comes unchanged. On failure check the way out. */
    @Test
    default void c15_failingSource_leavesTheOldState_alsoAfterReopen() {
        LiveResultsStore store = filled();
        QueryState before = QueryState.of(store, Q);
        for (int failAt : new int[] {0, 1, 2_000}) {
            IllegalStateException failure = new IllegalStateException("the source fails after " + failAt);
            RowSource failing = watched(rows(5_000), read -> {
                if (read == failAt) {
                    throw failure;
                }
            });
            assertThatThrownBy(() -> store.replaceAll(Q, new Position(0, 1, 0), failing))
                    .isSameAs(failure);
            assertThat(QueryState.of(store, Q)).isEqualTo(before);
        }
        assertThat(store.verifyAll())
                .allSatisfy(answer -> assertThat(answer.problems()).isEmpty());
        LiveResultsStore reopened = bench().reopen();
        assertThat(QueryState.of(reopened, Q)).isEqualTo(bench().has(SURVIVES_CLOSE) ? before : QueryState.UNKNOWN);
        assertThat(reopened.verifyAll())
                .allSatisfy(answer -> assertThat(answer.problems()).isEmpty());
    }

    /** A row too long in the middle leaves the old state. On failure check when rows that are aside become visible. */
    @Test
    default void c15_rowTooLongInTheMiddle_isRefused_andTheOldStateStays() {
        LiveResultsStore store = bench().openAside(StoreBench.SETTINGS.withMaxRowBytes(100));
        store.commitAll(emissions(Q, 1, 3));
        QueryState before = QueryState.of(store, Q);
        List<Row> replacement = new ArrayList<>(rows(1_000));
        replacement.add(new Row(5_000, new byte[101]));
        assertThatThrownBy(() -> store.replaceAll(Q, new Position(0, 1, 0), RowSource.of(replacement)))
                .isInstanceOf(RefusedException.class);
        assertThat(QueryState.of(store, Q)).isEqualTo(before);
        store.replaceAll(Q, new Position(0, 1, 0), RowSource.of(rows(2)));
        assertThat(QueryState.of(store, Q).rows()).isEqualTo(rows(2));
    }

    /** Commits go on while rows are written aside; the flip decides. On failure check the test of the position there. */
    @Test
    default void c15_commitsDuringStaging_goOn_andAReplacementBehindThemIsRefused() {
        LiveResultsStore store = filled();
        RowSource behind = watched(rows(100), read -> commitAt(store, read, 50, 6));
        assertThatThrownBy(() -> store.replaceAll(Q, new Position(1, 5, 7), behind))
                .isInstanceOf(RefusedException.class);
        assertThat(store.position(Q)).isEqualTo(new Position(1, 6, 7));
        assertThat(QueryState.of(store, Q).rows()).hasSize(30);

        RowSource beyond = watched(rows(100), read -> commitAt(store, read, 50, 7));
        assertThat(store.replaceAll(Q, new Position(1, 7, 7), beyond)).isEqualTo(new Position(1, 7, 7));
        assertThat(QueryState.of(store, Q).rows()).isEqualTo(rows(100));
    }

    private static void commitAt(LiveResultsStore store, int read, int at, long sequence) {
        if (read == at) {
            assertThat(store.commit(emission(Q, sequence)).applied()).isTrue();
        }
    }

    /** A reset while rows are written aside makes a later life. On failure check what the flip compares. */
    @Test
    default void c15_resetDuringStaging_isNotUndoneByTheFlip() {
        LiveResultsStore store = filled();
        RowSource source = watched(rows(100), read -> {
            if (read == 50) {
                store.reset(Q, 7, 0);
            }
        });
        assertThatThrownBy(() -> store.replaceAll(Q, new Position(1, 9, 7), source))
                .isInstanceOf(RefusedException.class);
        assertThat(QueryState.of(store, Q))
                .isEqualTo(new QueryState(new Position(2, 0, 7), 0, List.of(), List.of(), Map.of(), true));
    }

    /** Rows may come in any order and more than once. On failure check what decides between equal signatures. */
    @Test
    default void c15_unsortedRowsAndRepeatedSignatures_theLastWins() {
        LiveResultsStore store = filled();
        List<Row> unsorted = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (long signature : new long[] {-1, 5, 0, Long.MIN_VALUE, 5, 3, Long.MAX_VALUE}) {
                unsorted.add(row(signature, "round-" + round));
            }
        }
        store.replaceAll(Q, new Position(0, 1, 0), RowSource.of(unsorted));
        assertThat(QueryState.of(store, Q).rows())
                .containsExactly(
                        row(0, "round-2"),
                        row(3, "round-2"),
                        row(5, "round-2"),
                        row(Long.MAX_VALUE, "round-2"),
                        row(Long.MIN_VALUE, "round-2"),
                        row(-1, "round-2"));
        assertThat(store.rowCount(Q)).isEqualTo(6);
    }

    /** A source may reuse its array. On failure check what is kept until the batch is written. */
    @Test
    default void c15_sourceThatReusesItsArray_isReadRightly() {
        LiveResultsStore store = bench().store();
        byte[] reused = new byte[4];
        store.replaceAll(Q, new Position(0, 1, 0), new RowSource() {
            private int read;

            @Override
            public boolean next() {
                Arrays.fill(reused, (byte) ++read);
                return read <= 100;
            }

            @Override
            public long rowSignature() {
                return read;
            }

            @Override
            public byte[] data() {
                return reused;
            }
        });
        assertThat(QueryState.of(store, Q).rows())
                .hasSize(100)
                .allSatisfy(row -> assertThat(row.data()).containsOnly((byte) row.rowSignature()));
    }

    /** Rows of a snapshot may replace those of another query of the same store. On failure check for locks held. */
    @Test
    default void c15_snapshotOfTheSameStore_mayBeTheSource() {
        LiveResultsStore store = filled();
        try (Snapshot snapshot = store.readSnapshot(Q);
                RowCursor cursor = snapshot.cursor()) {
            store.replaceAll("copy", snapshot.position(), RowSource.of(cursor));
            assertThat(QueryState.of(store, "copy").rows()).isEqualTo(snapshot.toList());
            assertThat(store.position("copy")).isEqualTo(snapshot.position());
        }
    }

    /** Ten times more rows than the count index holds. On failure check where rows that are aside are counted. */
    @Test
    default void c15_replacementBeyondTheCountIndex_isCountedExactly() {
        LiveResultsStore store = bench().openAside(StoreBench.SETTINGS.withCountIndexBytes(4_096));
        List<Row> replacement = new ArrayList<>(rows(5_000));
        replacement.addAll(rows(2_500));
        store.replaceAll(Q, new Position(0, 1, 0), RowSource.of(replacement));
        assertThat(store.rowCount(Q)).isEqualTo(5_000);
        assertThat(QueryState.of(store, Q).rows()).hasSize(5_000);
        assertThat(store.verify(Q).problems()).isEmpty();
    }
}
