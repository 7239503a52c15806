package io.afterimage.tck;

import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.emission;
import static io.afterimage.tck.Samples.emissions;
import static io.afterimage.tck.Samples.put;
import static io.afterimage.tck.Samples.puts;
import static io.afterimage.tck.Samples.row;
import static io.afterimage.tck.StoreTrait.SURVIVES_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.tck.model.QueryState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule C14: lives of a query. */
interface LifeRules {

    /** Where the rules work. */
    StoreBench bench();

    /** A reset leaves nothing of the old life but its number. On failure the differing part says what was left. */
    @Test
    default void c14_reset_startsANewEmptyLife_atTheGivenSequence() {
        LiveResultsStore store = bench().store();
        fill(store);
        Position born = new Position(2, 41, 0xFEED);
        assertThat(store.reset(Q, 0xFEED, 41)).isEqualTo(born);
        QueryState expected = new QueryState(born, 0, List.of(), List.of(), Map.of(), true);
        assertThat(QueryState.of(store, Q)).isEqualTo(expected);
        assertThat(store.row(Q, 1)).isEmpty();
        assertThat(store.outboxAfter(Q, born)).isEqualTo(new OutboxRead.UpToDate(born));
        assertThat(QueryState.of(bench().reopen(), Q))
                .isEqualTo(bench().has(SURVIVES_CLOSE) ? expected : QueryState.UNKNOWN);
    }

    private static void fill(LiveResultsStore store) {
        store.commit(ResultCommit.of(Q, 1, puts(30))
                .configHash(7)
                .outbox(bytes("entry-1"))
                .sourcePosition("orders", bytes("at"))
                .build());
        store.commitAll(emissions(Q, 2, 5));
    }

    /** The new life goes on from its sequence. On failure check the fence after a reset, and rows of the old life. */
    @Test
    default void c14_newLife_goesOnFromItsSequence() {
        LiveResultsStore store = bench().store();
        fill(store);
        store.reset(Q, 0, 10);
        assertThat(store.commit(emission(Q, 1))).isInstanceOf(CommitResult.Duplicate.class);
        assertThat(store.commit(emission(Q, 12))).isInstanceOf(CommitResult.Gap.class);
        assertThat(store.commit(emission(Q, 11))).isEqualTo(new CommitResult.Applied(new Position(2, 11, 0), 1));
        assertThat(QueryState.of(store, Q).rows()).containsExactly(row(11, "row-11"));
        store.reset(Q, 0, 0);
        assertThat(store.commit(emission(Q, 1))).isEqualTo(new CommitResult.Applied(new Position(3, 1, 0), 1));
        assertThat(QueryState.of(store, Q).rows()).containsExactly(row(1, "row-1"));
    }

    /** Every reset counts, also across reopens. On failure check where the generation is stored. */
    @Test
    default void c14_everyReset_isTheStoredGenerationPlus1() {
        LiveResultsStore store = bench().store();
        for (long generation = 1; generation <= 4; generation++) {
            assertThat(store.reset(Q, 0, 0)).isEqualTo(new Position(generation, 0, 0));
        }
        LiveResultsStore reopened = bench().reopen();
        assertThat(reopened.reset(Q, 0, 0).generation()).isEqualTo(bench().has(SURVIVES_CLOSE) ? 5 : 1);
    }

    /** A first write creates the query in its first life. On failure check the record of a fresh query. */
    @Test
    default void c14_firstLife_isGeneration1_howeverItBegins() {
        LiveResultsStore store = bench().store();
        store.applyMutations("applied", List.of(put(1, "x")));
        assertThat(store.position("applied")).isEqualTo(new Position(1, 0, 0));
        store.commit(emission("committed", 1));
        assertThat(store.position("committed")).isEqualTo(new Position(1, 1, 0));
        assertThat(store.reset("reset", 3, 9)).isEqualTo(new Position(1, 9, 3));
        assertThat(store.position("unknown")).isEqualTo(Position.NONE);
    }

    /** A dropped query is unknown. On failure the differing part says what a drop leaves. */
    @Test
    default void c14_droppedQuery_isUnknown() {
        LiveResultsStore store = bench().store();
        fill(store);
        assertThat(store.drop(Q)).isTrue();
        assertThat(QueryState.of(store, Q)).isEqualTo(QueryState.UNKNOWN);
        assertThat(store.row(Q, 1)).isEmpty();
        assertThat(store.drop(Q)).isFalse();
        assertThat(store.drop("never seen")).isFalse();
        assertThat(QueryState.of(bench().reopen(), Q)).isEqualTo(QueryState.UNKNOWN);
    }

    /**
     * The next life after a drop has the next generation, however it begins, so that a stale checkpoint never matches. On
     * failure check that a drop keeps the generation, and that it is stored.
     */
    @Test
    default void c14_lifeAfterADrop_hasTheNextGeneration() {
        LiveResultsStore store = bench().store();
        fill(store);
        store.drop(Q);
        assertThat(store.commit(emission(Q, 1))).isEqualTo(new CommitResult.Applied(new Position(2, 1, 0), 1));
        assertThat(QueryState.of(store, Q).rows()).containsExactly(row(1, "row-1"));
        Position stale = new Position(1, 1, 0);
        assertThat(store.outboxAfter(Q, stale)).isInstanceOf(OutboxRead.OtherGeneration.class);
        store.drop(Q);
        store.applyMutations(Q, List.of(put(5, "x")));
        assertThat(store.position(Q)).isEqualTo(new Position(3, 0, 0));
        store.drop(Q);
        assertThat(store.reset(Q, 0, 0).generation()).isEqualTo(4);
        store.drop(Q);
        assertThat(store.replaceAll(Q, new Position(0, 3, 0), RowSource.of(List.of())))
                .isEqualTo(new Position(5, 3, 0));
    }

    /** The generation of a dropped query survives where the store does. On failure check the record of a dropped query. */
    @Test
    default void c14_generationOfADroppedQuery_isRememberedAfterReopen_whereItSurvives() {
        LiveResultsStore store = bench().store();
        store.reset(Q, 0, 0);
        store.reset(Q, 0, 0);
        store.drop(Q);
        LiveResultsStore reopened = bench().reopen();
        assertThat(reopened.position(Q)).isEqualTo(Position.NONE);
        reopened.commit(emission(Q, 1));
        assertThat(reopened.position(Q).generation()).isEqualTo(bench().has(SURVIVES_CLOSE) ? 3 : 1);
    }

    /** A reset has limits. On failure check its arguments. */
    @Test
    default void c14_resetToANegativeSequence_isRefused() {
        LiveResultsStore store = bench().store();
        fill(store);
        QueryState before = QueryState.of(store, Q);
        for (long sequence : new long[] {-1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> store.reset(Q, 0, sequence)).isInstanceOf(RefusedException.class);
        }
        assertThat(QueryState.of(store, Q)).isEqualTo(before);
    }

    /** A reset is seen whole. On failure check that position and rows of a snapshot come from one view. */
    @Test
    default void c14_reset_isSeenWholeOrNotAtAll_byReadersBesideIt() {
        LiveResultsStore store = bench().store();
        Race.readingWhile(
                () -> {
                    for (int life = 1; life <= 100; life++) {
                        store.reset(Q, 0, 0);
                        store.commit(ResultCommit.of(Q, 1, puts(10)).build());
                    }
                },
                () -> {
                    try (Snapshot snapshot = store.readSnapshot(Q)) {
                        long rows = snapshot.position().sequence() == 1 ? 10 : 0;
                        assertThat(snapshot.rowCount()).isEqualTo(rows);
                        assertThat(snapshot.toList()).hasSize((int) rows);
                    }
                });
    }
}
