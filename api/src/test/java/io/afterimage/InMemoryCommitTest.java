package io.afterimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every answer to a commit. */
class InMemoryCommitTest {

    private static final String Q = "q";

    private final InMemoryLiveResultsStore store = new InMemoryLiveResultsStore();

    @Test
    void commit_ofTheNextSequence_isApplied() {
        assertThat(store.commit(commit(Q, 1).build())).isEqualTo(new CommitResult.Applied(new Position(1, 1, 0), 1));
        assertThat(store.commit(commit(Q, 2).configHash(9).build()))
                .isEqualTo(new CommitResult.Applied(new Position(1, 2, 9), 2));
    }

    @Test
    void commit_atOrBelowTheStoredSequence_isADuplicateAndWritesNothing() {
        store.reset(Q, 0, 5);
        Position stored = new Position(1, 5, 0);
        assertThat(store.commit(commit(Q, 5).build())).isEqualTo(new CommitResult.Duplicate(stored, 5));
        assertThat(store.commit(commit(Q, 4).allowGaps().build())).isEqualTo(new CommitResult.Duplicate(stored, 4));
        assertThat(store.rowCount(Q)).isZero();
    }

    @Test
    void commit_beyondTheNextSequence_isAGapAndCreatesNothing() {
        assertThat(store.commit(commit(Q, 2).build())).isEqualTo(new CommitResult.Gap(Position.NONE, 1, 2));
        assertThat(store.queries()).isEmpty();
    }

    @Test
    void commit_thatMayJump_isAppliedAtAnyLaterSequence() {
        assertThat(store.commit(commit(Q, 7).allowGaps().build()))
                .isEqualTo(new CommitResult.Applied(new Position(1, 7, 0), 1));
    }

    @Test
    void commit_ofAnotherConfig_isRefusedAfterItsSequenceIsJudged() {
        store.reset(Q, 1, 5);
        Position stored = new Position(1, 5, 1);
        assertThat(store.commit(commit(Q, 5).configHash(2).build())).isEqualTo(new CommitResult.Duplicate(stored, 5));
        assertThat(store.commit(commit(Q, 7).configHash(2).build())).isEqualTo(new CommitResult.Gap(stored, 6, 7));
        assertThat(store.commit(commit(Q, 6).configHash(2).build())).isEqualTo(new CommitResult.OtherConfig(stored, 2));
        assertThat(store.commit(commit(Q, 6).build()).applied()).isTrue();
        assertThat(store.commit(commit(Q, 7).configHash(1).build()).applied()).isTrue();
    }

    @Test
    void commit_afterADrop_startsTheNextLife() {
        store.reset(Q, 3, 5);
        store.drop(Q);
        assertThat(store.commit(commit(Q, 1).build())).isEqualTo(new CommitResult.Applied(new Position(2, 1, 0), 1));
    }

    @Test
    void commit_afterTheLastSequence_isADuplicate() {
        Position last = store.reset(Q, 0, Long.MAX_VALUE);
        assertThat(store.commit(commit(Q, Long.MAX_VALUE).build()))
                .isEqualTo(new CommitResult.Duplicate(last, Long.MAX_VALUE));
    }

    @Test
    void commitAll_withoutCommits_answersNothing() {
        assertThat(store.commitAll(List.of())).isEmpty();
    }

    @Test
    void commitAll_ofOneQuery_followsItself() {
        assertThat(store.commitAll(List.of(
                        commit(Q, 1).build(),
                        commit("r", 1).build(),
                        commit(Q, 2).build())))
                .containsExactly(
                        new CommitResult.Applied(new Position(1, 1, 0), 1),
                        new CommitResult.Applied(new Position(1, 1, 0), 1),
                        new CommitResult.Applied(new Position(1, 2, 0), 2));
    }

    @Test
    void commitAll_withOneRefused_writesNoneAndSaysWhy() {
        store.reset("r", 0, 3);
        assertThat(store.commitAll(List.of(
                        commit(Q, 1).build(),
                        commit("r", 5).build(),
                        commit(Q, 1).build(),
                        commit("r", 4).build())))
                .containsExactly(
                        new CommitResult.Withheld(Position.NONE),
                        new CommitResult.Gap(new Position(1, 3, 0), 4, 5),
                        new CommitResult.Duplicate(Position.NONE, 1),
                        new CommitResult.Withheld(new Position(1, 3, 0)));
        assertThat(store.position(Q)).isEqualTo(Position.NONE);
        assertThat(store.rowCount("r")).isZero();
    }

    @Test
    void sourcePositions_moveWithTheCommit_andAreCopies() {
        byte[] mine = bytes("p1");
        store.commit(commit(Q, 1)
                .sourcePosition("a", mine)
                .sourcePosition("b", bytes("x"))
                .build());
        mine[0] = 'X';
        store.sourcePositions(Q).values().forEach(position -> position[0] = 'X');
        store.commit(commit(Q, 2).sourcePosition("b", bytes("y")).build());
        store.commit(commit(Q, 9).sourcePosition("b", bytes("z")).build());
        assertThat(store.sourcePositions(Q))
                .hasSize(2)
                .containsEntry("a", bytes("p1"))
                .containsEntry("b", bytes("y"));
    }

    private static ResultCommit.Builder commit(String queryId, long sequence) {
        return ResultCommit.of(queryId, sequence, List.of(RowMutation.upsert(sequence, bytes("r" + sequence))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
