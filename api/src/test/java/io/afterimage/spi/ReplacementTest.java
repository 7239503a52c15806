package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.StoreUnavailableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A full resync (C15): where it may stand, what its flip changes, and what is left when it does not come to that. */
@Timeout(60)
class ReplacementTest {
    private static final int SOME_PIECES = 3 * Replacement.PIECE_ROWS + 500;

    private static final String Q = "q";
    private static final StoreSettings SETTINGS = StoreSettings.DEFAULT.withMaxRowBytes(100);

    private final HeapDisk disk = new HeapDisk();
    private final EngineStore store = disk.open(SETTINGS);

    @AfterEach
    void engine_nothingMisusedOrLeftOpen() {
        store.close();
        assertThat(disk.misuse()).isEmpty();
        assertThat(disk.openThings()).isZero();
    }

    // ---- where it may stand

    private static Position at(long generation, long sequence, long configHash) {
        return new Position(generation, sequence, configHash);
    }

    private static QueryRecord standing(Position position) {
        return QueryRecord.unknown(Q).numbered(1).at(position);
    }

    private static QueryRecord dropped(long generation) {
        return standing(at(generation, 9, 9)).droppedNow();
    }

    static Stream<Arguments> accepted() {
        QueryRecord stored = standing(at(4, 20, 7));
        QueryRecord unknown = QueryRecord.unknown(Q);
        return Stream.of(
                arguments("a new life", stored, at(0, 3, 8), at(5, 3, 8)),
                arguments("a new life, config not told", stored, at(0, 0, 0), at(5, 0, 0)),
                arguments("a new life after a drop", dropped(4), at(0, 3, 8), at(5, 3, 8)),
                arguments("the first life", unknown, at(0, 3, 8), at(1, 3, 8)),
                arguments("a named first life", unknown, at(1, 3, 8), at(1, 3, 8)),
                arguments("a named later life", stored, at(9, 3, 0), at(9, 3, 0)),
                arguments("a named later life after a drop", dropped(4), at(5, 3, 8), at(5, 3, 8)),
                arguments("the last life there is", stored, at(Long.MAX_VALUE, 0, 0), at(Long.MAX_VALUE, 0, 0)),
                arguments("this life, at the sequence", stored, at(4, 20, 7), at(4, 20, 7)),
                arguments("this life, later", stored, at(4, 21, 7), at(4, 21, 7)),
                arguments("this life, config kept", stored, at(4, 21, 0), at(4, 21, 7)),
                arguments("this life, another config", stored, at(4, 20, 8), at(4, 20, 8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void positionAfter_goingOn_isThatOfTheTable(String rule, QueryRecord stored, Position asked, Position expected) {
        assertThat(Replacement.positionAfter(stored, asked)).as(rule).isEqualTo(expected);
    }

    static Stream<Arguments> refused() {
        QueryRecord stored = standing(at(4, 20, 7));
        return Stream.of(
                arguments("this life, earlier", stored, at(4, 19, 7), "rewind"),
                arguments("an earlier life", stored, at(3, 99, 7), "rewind"),
                arguments("the life that was dropped", dropped(4), at(4, 99, 7), "(dropped)"),
                arguments("a life before the drop", dropped(4), at(3, 99, 7), "(dropped)"),
                arguments("a life after the last", standing(at(Long.MAX_VALUE, 1, 0)), at(0, 0, 0), "last generation"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void positionAfter_goingBack_isRefused(String rule, QueryRecord stored, Position asked, String reason) {
        assertThatExceptionOfType(RefusedException.class)
                .as(rule)
                .isThrownBy(() -> Replacement.positionAfter(stored, asked))
                .withMessageContainingAll(reason, "Query: " + Q);
    }

    @Test
    void replaceAll_goingBack_doesNotReadItsRows() {
        commitOneRow();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> store.replaceAll(Q, at(1, 0, 0), CountedRows.endingWith(0, () -> {
                    throw new AssertionError("read");
                })));
    }

    // ---- the flip

    /** One row, one outbox entry, one source position; generation 1, sequence 1. */
    private void commitOneRow() {
        store.commit(ResultCommit.of(Q, 1, List.of(RowMutation.upsert(77, new byte[] {7})))
                .outbox(new byte[1])
                .sourcePosition("old", new byte[] {1})
                .build());
    }

    private void assertOldState() {
        assertThat(store.position(Q)).isEqualTo(at(1, 1, 0));
        assertThat(store.rowCount(Q)).isOne();
        assertThat(store.row(Q, 77)).contains(new byte[] {7});
        assertThat(store.row(Q, 0)).isEmpty();
        assertThat(store.sourcePositions(Q)).containsOnlyKeys("old");
        assertThat(store.outboxAfter(Q, at(1, 0, 0))).isInstanceOf(OutboxRead.Entries.class);
        assertThat(store.verify(Q).passed()).isTrue();
    }

    @Test
    void flip_withinALife_changesEverythingAtOnceAndKeepsSourcePositions() {
        commitOneRow();
        try (Snapshot before = store.readSnapshot(Q)) {
            CountedRows rows = CountedRows.endingWith(2_500, this::assertOldState);
            Position position = store.replaceAll(Q, at(1, 5, 8), rows, Map.of("new", new byte[] {2}));
            assertThat(position).isEqualTo(at(1, 5, 8)).isEqualTo(store.position(Q));
            assertThat(store.rowCount(Q)).isEqualTo(2_500);
            assertThat(store.row(Q, 77)).contains(new byte[1]);
            assertThat(store.sourcePositions(Q)).containsOnlyKeys("old", "new");
            assertThat(store.outboxAfter(Q, at(1, 1, 0))).isEqualTo(new OutboxRead.Gap(1, 6, 5, position));
            assertThat(before.toList()).hasSize(1);
            assertThat(before.position()).isEqualTo(at(1, 1, 0));
        }
        assertThat(store.verify(Q).passed()).isTrue();
    }

    @Test
    void flip_toANewLife_forgetsTheSourcePositions() {
        commitOneRow();
        store.replaceAll(Q, Position.NONE, new CountedRows(1), Map.of("new", new byte[] {2}));
        assertThat(store.position(Q)).isEqualTo(at(2, 0, 0));
        assertThat(store.sourcePositions(Q)).containsOnlyKeys("new");
    }

    @Test
    void flip_toNoRows_leavesNone() {
        commitOneRow();
        store.replaceAll(Q, at(1, 1, 0), new CountedRows(0));
        assertThat(store.rowCount(Q)).isZero();
        assertThat(store.verify(Q).passed()).isTrue();
    }

    @Test
    void sourcePositions_changedByTheirOwnerMeanwhile_areThoseOfTheCall() {
        byte[] position = {1};
        Map<String, byte[]> positions = new HashMap<>(Map.of("source", position));
        store.replaceAll(
                Q,
                Position.NONE,
                CountedRows.endingWith(1, () -> {
                    position[0] = 2;
                    positions.put("another", new byte[0]);
                }),
                positions);
        assertThat(store.sourcePositions(Q)).containsOnlyKeys("source");
        assertThat(store.sourcePositions(Q).get("source")).containsExactly(1);
    }

    @Test
    void flip_queryMovedOnMeanwhile_isRefusedAndLeavesTheLaterState() {
        commitOneRow();
        CountedRows rows = CountedRows.endingWith(
                1_500,
                () -> store.commit(ResultCommit.of(Q, 2, List.of(RowMutation.upsert(78, new byte[1])))
                        .build()));
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> store.replaceAll(Q, at(1, 1, 0), rows));
        assertThat(store.position(Q)).isEqualTo(at(1, 2, 0));
        assertThat(store.rowCount(Q)).isEqualTo(2);
        assertNothingAside();
    }

    @Test
    void flip_queryClearedAndDroppedMeanwhile_bringsTheRowsAllTheSame() {
        commitOneRow();
        CountedRows rows = CountedRows.endingWith(1_500, () -> {
            store.clear(Q);
            store.applyMutations(Q, List.of(RowMutation.upsert(78, new byte[1])));
            store.drop(Q);
        });
        assertThat(store.replaceAll(Q, Position.NONE, rows)).isEqualTo(at(2, 0, 0));
        assertThat(store.rowCount(Q)).isEqualTo(1_500);
        assertNothingAside();
        assertThat(store.verify(Q).passed()).isTrue();
    }

    // ---- when it does not come to the flip

    /** Waits until no query's record names anything to be reclaimed, and holds the stored rows against that. */
    private void assertNothingAside() {
        disk.awaitNoGarbage();
        assertThat(storedRows(disk)).isEqualTo(store.rowCount(Q));
    }

    private static long storedRows(HeapDisk disk) {
        return disk.state().rows.values().stream().mapToLong(Map::size).sum();
    }

    @Test
    void source_fails_reachesTheCallerUnchangedAndNothingIsLeftAside() {
        commitOneRow();
        IllegalStateException mine = new IllegalStateException("mine");
        for (int rows : List.of(0, 1, SOME_PIECES)) {
            CountedRows failing = CountedRows.endingWith(rows, () -> {
                throw mine;
            });
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.replaceAll(Q, Position.NONE, failing))
                    .isSameAs(mine);
            assertOldState();
            assertNothingAside();
        }
        store.replaceAll(Q, Position.NONE, new CountedRows(2_500)); // under an epoch that was given back
        assertThat(store.rowCount(Q)).isEqualTo(2_500);
        assertThat(store.verify(Q).passed()).isTrue();
    }

    @Test
    void row_tooLong_isRefusedAndNothingIsLeftAside() {
        commitOneRow();
        CountedRows rows = new CountedRows(SOME_PIECES) {
            @Override
            public byte[] data() {
                return new byte[rowSignature() == SOME_PIECES - 1 ? 101 : 1];
            }
        };
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> store.replaceAll(Q, Position.NONE, rows))
                .withMessageContaining("too long");
        assertOldState();
        assertNothingAside();
    }

    @Test
    void process_endsInTheMiddle_nextOpenReclaimsWhatWasAside() {
        commitOneRow();
        HeapDisk left = new HeapDisk();
        disk.onCall(name -> {
            if (name.equals("committed") && storedRows(disk) == Replacement.PIECE_ROWS + 1L) {
                left.commit(disk.state());
            }
        });
        store.replaceAll(Q, Position.NONE, new CountedRows(SOME_PIECES));
        assertThat(storedRows(left)).as("the old row and a piece").isEqualTo(Replacement.PIECE_ROWS + 1L);
        try (EngineStore reopened = left.open(SETTINGS)) {
            left.awaitNoGarbage();
            assertThat(storedRows(left)).isOne();
            assertThat(reopened.row(Q, 77)).isPresent();
            assertThat(reopened.position(Q)).isEqualTo(at(1, 1, 0));
        }
        assertThat(left.misuse()).isEmpty();
    }

    // ---- two at once

    /** An order that the engine likes is made here, whatever the source has; and of two rows the later one stays. */
    @Test
    void rows_reachTheEngineInOrder_theLastOfEachSignature() {
        List<RowMutation.Upsert> loaded = new ArrayList<>();
        HeapEngine engine = new HeapEngine(new HeapDisk());
        Direct direct = new Direct(engine) {
            @Override
            public Optional<StorageEngine.RowLoader> rowLoader(int query, int epoch) {
                return Optional.of(new Loaded(loaded));
            }
        };
        int rows = 20_000;
        CountedRows backwardsTwice = new CountedRows(rows) {
            @Override
            public long rowSignature() {
                return -(super.rowSignature() % (rows / 2));
            }

            @Override
            public byte[] data() {
                return new byte[] {(byte) (super.rowSignature() / (rows / 2))};
            }
        };
        new Replacement(new Replacement.InProgress(), direct, Q, Position.NONE, data -> {})
                .run(backwardsTwice, Map.of());
        assertThat(loaded)
                .hasSize(rows / 2)
                .allSatisfy(row -> assertThat(row.data()).containsExactly(1));
        assertThat(loaded)
                .isSortedAccordingTo((one, other) -> Long.compareUnsigned(one.rowSignature(), other.rowSignature()));
        assertThat(direct.catalogue.get(Q).rows().count()).isEqualTo(rows / 2);
        engine.close();
    }

    @Test
    void second_ofTheSameQuery_isUnavailableUntilTheFirstIsDone() {
        commitOneRow();
        CountedRows rows = CountedRows.endingWith(1_500, () -> {
            assertThatUnavailable();
            assertThatUnavailable(); // the refusal has not ended the first one
        });
        store.replaceAll(Q, Position.NONE, rows);
        assertThat(store.rowCount(Q)).isEqualTo(1_500);
        store.replaceAll(Q, Position.NONE, new CountedRows(3));
        assertThat(store.rowCount(Q)).isEqualTo(3);
        assertNothingAside();
    }

    private void assertThatUnavailable() {
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> store.replaceAll(Q, Position.NONE, new CountedRows(1)))
                .withMessageContaining("under way")
                .withMessageContaining("Query: " + Q);
    }

    @Test
    void second_ofAnotherQuery_goesBesideTheFirst() {
        CountedRows rows =
                CountedRows.endingWith(1_500, () -> store.replaceAll("other", Position.NONE, new CountedRows(3)));
        store.replaceAll(Q, Position.NONE, rows);
        assertThat(store.rowCount(Q)).isEqualTo(1_500);
        assertThat(store.rowCount("other")).isEqualTo(3);
    }

    /** Every step in one thread, so that the reclaimer looks at the very moment. */
    @Test
    void rowsAside_inTheMiddle_areNotReclaimed() {
        HeapDisk quiet = new HeapDisk();
        HeapEngine engine = new HeapEngine(quiet);
        List<Long> asideAtTheLook = new ArrayList<>();
        Replacement.InProgress inProgress = new Replacement.InProgress();
        Direct direct = new Direct(engine) {
            @Override
            public <R> R submit(WriteRequest<R> request) {
                R answer = super.submit(request);
                if (asideAtTheLook.isEmpty() && storedRows(quiet) == Replacement.PIECE_ROWS) {
                    boolean again = super.submit(WriteRequest.planned(group -> group.reclaim(Q, inProgress)));
                    assertThat(again).isFalse();
                    asideAtTheLook.add(storedRows(quiet));
                }
                return answer;
            }
        };
        new Replacement(inProgress, direct, Q, Position.NONE, data -> {}).run(new CountedRows(SOME_PIECES), Map.of());
        assertThat(asideAtTheLook).containsExactly((long) Replacement.PIECE_ROWS);
        assertThat(storedRows(quiet)).isEqualTo(SOME_PIECES);
        engine.close();
        assertThat(quiet.misuse()).isEmpty();
    }

    /** Remembers what is loaded. */
    private record Loaded(List<RowMutation.Upsert> rows) implements StorageEngine.RowLoader {

        @Override
        public void write(RowWalk walk) {
            while (walk.next()) {
                byte[] data = Arrays.copyOfRange(walk.array(), walk.offset(), walk.offset() + walk.length());
                rows.add(new RowMutation.Upsert(walk.rowSignature(), data));
            }
        }

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }

    /** Writes every request at once, as a group of its own. */
    private static class Direct implements Replacement.Store {

        private final HeapEngine engine;
        private final QueryCatalogue catalogue;
        private final CountIndex countIndex;

        Direct(HeapEngine engine) {
            this.engine = engine;
            this.catalogue = new QueryCatalogue(engine);
            this.countIndex = new CountIndex(engine, 1L << 20);
        }

        @Override
        public <R> R submit(WriteRequest<R> request) {
            try (WriteGroup group = new WriteGroup(engine, catalogue, countIndex)) {
                request.prepare(group);
                request.planIn(group);
                group.commit();
            }
            return request.answer();
        }

        @Override
        public Optional<StorageEngine.RowLoader> rowLoader(int query, int epoch) {
            return engine.rowLoader(query, epoch);
        }

        @Override
        public Path directoryAside() {
            return engine.directoryAside();
        }

        @Override
        public long sortBytes() {
            return 4 << 20;
        }
    }
}
