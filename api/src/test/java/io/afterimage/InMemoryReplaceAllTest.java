package io.afterimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Where a replacement may stand, and what it keeps. */
class InMemoryReplaceAllTest {

    private static final String Q = "q";

    private final InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();

    @Test
    void generation0_startsANewLife() {
        assertThat(replace(new Position(0, 5, 7))).isEqualTo(new Position(1, 5, 7));
        assertThat(replace(new Position(0, 2, 0))).isEqualTo(new Position(2, 2, 0));
        store.drop(Q);
        assertThat(replace(Position.NONE)).isEqualTo(new Position(3, 0, 0));
        assertThat(store.rowCount(Q)).isEqualTo(2);
    }

    @Test
    void currentGeneration_atOrAfterTheStoredSequence_keepsTheSourcePositions() {
        store.commit(ResultCommit.of(Q, 1, List.of())
                .configHash(7)
                .sourcePosition("s", new byte[1])
                .build());
        assertThat(replace(new Position(1, 1, 0))).isEqualTo(new Position(1, 1, 7));
        assertThat(replace(new Position(1, 4, 8))).isEqualTo(new Position(1, 4, 8));
        assertThat(store.sourcePositions(Q)).containsOnlyKeys("s");
        refused(new Position(1, 3, 8));
    }

    @Test
    void laterGeneration_isTakenAsItIs() {
        store.commit(ResultCommit.of(Q, 9, List.of())
                .allowGaps()
                .sourcePosition("s", new byte[1])
                .build());
        assertThat(replace(new Position(5, 2, 8))).isEqualTo(new Position(5, 2, 8));
        assertThat(store.sourcePositions(Q)).isEmpty();
        assertThat(store.reset(Q, 0, 0).generation()).isEqualTo(6);
    }

    @Test
    void earlierOrDroppedGeneration_isRefused() {
        store.reset(Q, 0, 0);
        store.reset(Q, 0, 0);
        refused(new Position(1, 100, 0));
        store.drop(Q);
        refused(new Position(1, 100, 0));
        refused(new Position(2, 100, 0));
        assertThat(replace(new Position(3, 0, 0))).isEqualTo(new Position(3, 0, 0));
    }

    @Test
    void lastGeneration_hasNoNextOne() {
        replace(new Position(Long.MAX_VALUE, 0, 0));
        refused(Position.NONE);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> store.reset(Q, 0, 0));
    }

    @Test
    void lastRowOfASignature_wins() {
        store.replaceAll(Q, Position.NONE, RowSource.of(List.of(row(1, 1), row(2, 2), row(1, 3))));
        assertThat(store.readSnapshot(Q).toList()).containsExactly(row(1, 3), row(2, 2));
    }

    @Test
    void readers_untilTheFlip_seeTheOldState() {
        replace(Position.NONE);
        store.replaceAll(Q, new Position(1, 0, 0), oneRow(() -> {
            assertThat(store.rowCount(Q)).isEqualTo(2);
            return 9;
        }));
        assertThat(store.readSnapshot(Q).toList()).containsExactly(row(9, 9));
    }

    @Test
    void queryThatMovesOnMeanwhile_isRefusedAtTheFlip() {
        replace(Position.NONE);
        RowSource whileCommitting = oneRow(() -> {
            store.commit(ResultCommit.of(Q, 1, List.of()).build());
            return 9;
        });
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> store.replaceAll(Q, new Position(1, 0, 0), whileCommitting));
        assertThat(store.rowCount(Q)).isEqualTo(2);
        assertThat(store.position(Q)).isEqualTo(new Position(1, 1, 0));
    }

    @Test
    void failingSource_reachesTheCaller_andLeavesTheOldState() {
        replace(Position.NONE);
        RowSource failing = oneRow(() -> {
            throw new IllegalStateException("mine");
        });
        assertThatIllegalStateException()
                .isThrownBy(() -> store.replaceAll(Q, Position.NONE, failing))
                .withMessage("mine");
        assertThat(store.rowCount(Q)).isEqualTo(2);
    }

    private Position replace(Position at) {
        return store.replaceAll(Q, at, RowSource.of(List.of(row(1, 1), row(2, 2))));
    }

    private void refused(Position at) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> store.replaceAll(Q, at, oneRow(() -> {
                    throw new AssertionError("A refused replacement must not read its rows.");
                })));
    }

    private static RowSource oneRow(LongSupplier signature) {
        return RowSource.of(() -> new java.util.Iterator<>() {
            private boolean read;

            @Override
            public boolean hasNext() {
                return !read;
            }

            @Override
            public Row next() {
                read = true;
                long found = signature.getAsLong();
                return row(found, (int) found);
            }
        });
    }

    private static Row row(long signature, int value) {
        return new Row(signature, new byte[] {(byte) value});
    }
}
