package io.afterimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the rows, the position and the lives of a query. The numbered kit runs on this store elsewhere. */
class InMemoryLiveResultsStoreTest {

    private static final String Q = "q";
    private static final Position FIRST = new Position(1, 0, 0);

    private final InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();

    @Test
    void unknownQuery_anyRead_isEmpty() {
        assertThat(store.position(Q)).isEqualTo(Position.NONE);
        assertThat(store.rowCount(Q)).isZero();
        assertThat(store.row(Q, 1)).isEmpty();
        assertThat(store.sourcePositions(Q)).isEmpty();
        assertThat(store.readSnapshot(Q).position()).isEqualTo(Position.NONE);
        assertThat(store.readSnapshot(Q).toList()).isEmpty();
        assertThat(store.verify(Q).passed()).isTrue();
        assertThat(store.queries()).isEmpty();
    }

    @Test
    void unknownQuery_clearDropAndEmptyBatch_leaveItUnknown() {
        store.clear(Q);
        assertThat(store.drop(Q)).isFalse();
        store.applyMutations(Q, List.of());
        assertThat(store.queries()).isEmpty();
    }

    @Test
    void applyMutations_inListOrder_lastOneWins() {
        store.applyMutations(
                Q, List.of(upsert(1, "a"), upsert(-1, "z"), RowMutation.delete(1), upsert(1, "b"), upsert(2, "c")));
        assertThat(store.readSnapshot(Q).toList())
                .containsExactly(new Row(1, bytes("b")), new Row(2, bytes("c")), new Row(-1, bytes("z")));
        assertThat(store.rowCount(Q)).isEqualTo(3);
        assertThat(store.position(Q)).isEqualTo(FIRST);
    }

    @Test
    void rowBytes_changedByTheCallerLater_stayAsTheyWere() {
        byte[] mine = bytes("mine");
        store.applyMutations(Q, List.of(RowMutation.upsert(1, mine)));
        mine[0] = 'X';
        store.row(Q, 1).orElseThrow()[1] = 'X';
        assertThat(store.row(Q, 1)).hasValue(bytes("mine"));
    }

    @Test
    void longRow_inAnyWrite_isRefusedAndNothingIsWritten() {
        InMemoryLiveResultsStore small =
                InMemoryLiveResultsStore.with().maxRowBytes(3).open();
        List<RowMutation> tooLong = List.of(upsert(1, "abc"), upsert(2, "abcd"));
        refused(() -> small.applyMutations(Q, tooLong));
        refused(() -> small.commit(ResultCommit.of(Q, 1, tooLong).build()));
        refused(() -> small.commit(
                ResultCommit.of(Q, 1, List.of()).outbox(bytes("abcd")).build()));
        refused(() -> small.replaceAll(Q, Position.NONE, RowSource.of(List.of(new Row(1, bytes("abcd"))))));
        assertThat(small.queries()).isEmpty();
    }

    @Test
    void limits_outsideTheirOwnLimits_areRefused() {
        refused(() -> InMemoryLiveResultsStore.with().maxRowBytes(0));
        refused(() -> InMemoryLiveResultsStore.with().maxRowBytes((1 << 30) + 1));
        refused(() -> store.reset(Q, 0, -1));
        refused(() -> store.position(""));
    }

    @Test
    void clear_removesTheRows_andKeepsTheRest() {
        store.commit(ResultCommit.of(Q, 1, List.of(upsert(1, "a")))
                .outbox(bytes("e"))
                .sourcePosition("s", bytes("p"))
                .build());
        store.clear(Q);
        assertThat(store.rowCount(Q)).isZero();
        assertThat(store.position(Q)).isEqualTo(new Position(1, 1, 0));
        assertThat(store.sourcePositions(Q)).containsOnlyKeys("s");
        assertThat(store.queries()).containsExactly(new QuerySummary(Q, new Position(1, 1, 0), 0, 1));
    }

    @Test
    void reset_startsANewLife_standingAtTheSequence() {
        store.commit(ResultCommit.of(Q, 1, List.of(upsert(1, "a")))
                .outbox(bytes("e"))
                .sourcePosition("s", bytes("p"))
                .build());
        assertThat(store.reset(Q, 7, 40)).isEqualTo(new Position(2, 40, 7));
        assertThat(store.rowCount(Q)).isZero();
        assertThat(store.sourcePositions(Q)).isEmpty();
        assertThat(store.queries()).containsExactly(new QuerySummary(Q, new Position(2, 40, 7), 0, 0));
        assertThat(store.reset("new", 0, 0)).isEqualTo(FIRST);
    }

    @Test
    void drop_forgetsTheQuery_andRemembersTheGeneration() {
        store.reset(Q, 7, 40);
        assertThat(store.drop(Q)).isTrue();
        assertThat(store.drop(Q)).isFalse();
        assertThat(store.position(Q)).isEqualTo(Position.NONE);
        assertThat(store.queries()).isEmpty();
        store.applyMutations(Q, List.of(upsert(1, "a")));
        assertThat(store.position(Q)).isEqualTo(new Position(2, 0, 0));
    }

    @Test
    void snapshot_whateverIsWrittenMeanwhile_showsItsMoment() {
        store.applyMutations(Q, List.of(upsert(1, "a"), upsert(2, "b")));
        Snapshot snapshot = store.readSnapshot(Q);
        RowCursor early = snapshot.cursor();
        assertThat(early.next()).isTrue();
        store.applyMutations(Q, List.of(RowMutation.delete(2), upsert(3, "c")));
        store.clear(Q);
        store.reset(Q, 1, 1);
        store.drop(Q);
        assertThat(early.next()).isTrue();
        assertThat(early.copyData()).isEqualTo(bytes("b"));
        assertThat(early.next()).isFalse();
        assertThat(snapshot.rowCount()).isEqualTo(2);
        assertThat(snapshot.position()).isEqualTo(FIRST);
        assertThat(snapshot.toList()).containsExactly(new Row(1, bytes("a")), new Row(2, bytes("b")));
    }

    @Test
    void cursorData_isAReadOnlyView_thatStartsAnewEachTime() {
        store.applyMutations(Q, List.of(upsert(1, "longer"), upsert(2, "b")));
        RowCursor cursor = store.readSnapshot(Q).cursor();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.data().isReadOnly()).isTrue();
        cursor.data().get();
        assertThat(cursor.data().remaining()).isEqualTo(6);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.data()).isEqualTo(ByteBuffer.wrap(bytes("b")));
    }

    @Test
    void queries_areOrderedById() {
        for (String queryId : List.of("b", "a", "ab", "c")) {
            store.reset(queryId, 0, 0);
        }
        store.drop("c");
        assertThat(store.queries()).extracting(QuerySummary::queryId).containsExactly("a", "ab", "b");
        assertThat(store.verifyAll())
                .allMatch(Verification::passed)
                .extracting(Verification::subject)
                .containsExactly("memory", "a", "ab", "b");
    }

    private static void refused(Runnable call) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(call::run);
    }

    private static RowMutation upsert(long signature, String data) {
        return RowMutation.upsert(signature, bytes(data));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
