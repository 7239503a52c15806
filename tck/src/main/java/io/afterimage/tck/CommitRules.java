package io.afterimage.tck;

import static io.afterimage.tck.Samples.OTHER;
import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.emission;
import static io.afterimage.tck.Samples.put;
import static io.afterimage.tck.Samples.puts;
import static io.afterimage.tck.Samples.row;
import static io.afterimage.tck.StoreTrait.SURVIVES_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CommitResult;
import io.afterimage.CommitResult.Applied;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxEntry;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.tck.model.QueryState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules C11 and C11a: what moves together. */
interface CommitRules {

    /** Where the rules work. */
    StoreBench bench();

    /** Everything of a commit is there after it. On failure the differing part says what its write left out. */
    @Test
    default void c11_commit_movesRowsCountPositionHashSourcesAndOutboxTogether() {
        LiveResultsStore store = bench().store();
        store.commit(emission(Q, 1));
        store.commit(ResultCommit.of(Q, 2, List.of(put(1, "new"), put(-1, "last")))
                .configHash(7)
                .outbox(bytes("entry-2"))
                .sourcePosition("orders", new byte[] {1, 2})
                .sourcePosition("rooms", new byte[0])
                .build());
        QueryState expected = new QueryState(
                new Position(1, 2, 7),
                2,
                List.of(row(1, "new"), row(-1, "last")),
                List.of(new OutboxEntry(1, bytes("entry-1")), new OutboxEntry(2, bytes("entry-2"))),
                Map.of("orders", "0102", "rooms", ""),
                true);
        assertThat(QueryState.of(store, Q)).isEqualTo(expected);
        assertThat(QueryState.of(bench().reopen(), Q))
                .isEqualTo(bench().has(SURVIVES_CLOSE) ? expected : QueryState.UNKNOWN);
    }

    /** Sources that a commit does not name keep their positions. On failure check for a replaced map. */
    @Test
    default void c11_sourcesThatAreNotNamed_keepTheirPositions() {
        LiveResultsStore store = bench().store();
        store.commit(ResultCommit.of(Q, 1, List.of())
                .sourcePosition("a", bytes("a1"))
                .sourcePosition("b", bytes("b1"))
                .build());
        store.commit(ResultCommit.of(Q, 2, List.of())
                .sourcePosition("b", bytes("b2"))
                .build());
        store.commit(emission(Q, 3));
        assertThat(store.sourcePositions(Q)).containsOnlyKeys("a", "b");
        assertThat(store.sourcePositions(Q).get("a")).isEqualTo(bytes("a1"));
        assertThat(store.sourcePositions(Q).get("b")).isEqualTo(bytes("b2"));
    }

    /** A refused argument refuses the commit as a whole. On failure check what is written before the last test of it. */
    @Test
    default void c11_commitWithAnEntryTooLong_writesNothingOfIt() {
        LiveResultsStore store = bench().openAside(StoreBench.SETTINGS.withMaxRowBytes(50));
        store.commit(emission(Q, 1));
        QueryState before = QueryState.of(store, Q);
        assertThatThrownBy(() -> store.commit(ResultCommit.of(Q, 2, puts(5))
                        .sourcePosition("orders", bytes("x"))
                        .outbox(new byte[51])
                        .build()))
                .isInstanceOf(RefusedException.class);
        assertThat(QueryState.of(store, Q)).isEqualTo(before);
        assertThat(store.commit(emission(Q, 2)).applied()).isTrue();
    }

    /** A source position has a limit of 64 KiB, and the limit is legal. On failure check the builder and the engine. */
    @Test
    default void c11_sourcePosition_holdsUpTo64KiB() {
        LiveResultsStore store = bench().store();
        byte[] longest = Samples.noise(65_536, 1);
        store.commit(
                ResultCommit.of(Q, 1, List.of()).sourcePosition("s", longest).build());
        assertThat(store.sourcePositions(Q).get("s")).isEqualTo(longest);
        assertThatThrownBy(() -> ResultCommit.of(Q, 2, List.of()).sourcePosition("s", new byte[65_537]))
                .isInstanceOf(RefusedException.class);
    }

    /** Commits of several queries are one write. On failure check that one engine batch carries all. */
    @Test
    default void c11a_commitsOfSeveralQueries_areAppliedInOrder() {
        LiveResultsStore store = bench().store();
        List<CommitResult> answers = store.commitAll(
                List.of(emission(Q, 1), emission(OTHER, 1), emission(Q, 2), emission(OTHER, 2), emission(Q, 3)));
        assertThat(answers)
                .containsExactly(
                        new Applied(new Position(1, 1, 0), 1),
                        new Applied(new Position(1, 1, 0), 1),
                        new Applied(new Position(1, 2, 0), 2),
                        new Applied(new Position(1, 2, 0), 2),
                        new Applied(new Position(1, 3, 0), 3));
        assertThat(store.position(Q).sequence()).isEqualTo(3);
        assertThat(QueryState.outbox(store, Q))
                .extracting(OutboxEntry::sequence)
                .containsExactly(1L, 2L, 3L);
        assertThat(QueryState.outbox(store, OTHER))
                .extracting(OutboxEntry::sequence)
                .containsExactly(1L, 2L);
    }

    /** Later commits of one query see the earlier ones of the same call. On failure check what the fold starts from. */
    @Test
    default void c11a_commitsOfOneQuery_followEachOther() {
        LiveResultsStore store = bench().store();
        List<CommitResult> answers = store.commitAll(List.of(
                ResultCommit.of(Q, 1, puts(3)).configHash(5).build(),
                ResultCommit.of(Q, 2, List.of(Samples.del(3), put(2, "new"))).build(),
                ResultCommit.of(Q, 3, List.of(put(3, "back"), put(4, "x"))).build()));
        assertThat(answers)
                .containsExactly(
                        new Applied(new Position(1, 1, 5), 3),
                        new Applied(new Position(1, 2, 5), 2),
                        new Applied(new Position(1, 3, 5), 4));
        assertThat(QueryState.of(store, Q).rows())
                .containsExactly(row(1, "row-1"), row(2, "new"), row(3, "back"), row(4, "x"));
    }

    /** One refusal withholds all, and each answer says why. On failure check when the first write happens. */
    @Test
    default void c11a_oneRefusedCommit_withholdsAllOthers_andWritesNothing() {
        LiveResultsStore store = bench().store();
        store.commitAll(List.of(
                emission(Q, 1), ResultCommit.of(OTHER, 1, puts(1)).configHash(5).build()));
        QueryState before = QueryState.of(store, Q);
        QueryState otherBefore = QueryState.of(store, OTHER);
        Position q = before.position();
        Position other = otherBefore.position();

        assertThat(store.commitAll(List.of(emission(Q, 2), emission(OTHER, 1), emission("new", 1))))
                .containsExactly(
                        new CommitResult.Withheld(q),
                        new CommitResult.Duplicate(other, 1),
                        new CommitResult.Withheld(Position.NONE));
        assertThat(store.commitAll(List.of(emission(OTHER, 3), emission(Q, 2))))
                .containsExactly(new CommitResult.Gap(other, 2, 3), new CommitResult.Withheld(q));
        assertThat(store.commitAll(List.of(
                        emission(Q, 2),
                        ResultCommit.of(OTHER, 2, puts(9)).configHash(6).build())))
                .containsExactly(new CommitResult.Withheld(q), new CommitResult.OtherConfig(other, 6));

        assertThat(QueryState.of(store, Q)).isEqualTo(before);
        assertThat(QueryState.of(store, OTHER)).isEqualTo(otherBefore);
        assertThat(QueryState.of(store, "new")).isEqualTo(QueryState.UNKNOWN);
    }

    /** The fence holds between commits of one call too. On failure check what later ones are compared with. */
    @Test
    default void c11a_gapOrDuplicateInsideOneCall_isAnswered_andWritesNothing() {
        LiveResultsStore store = bench().store();
        assertThat(store.commitAll(List.of(emission(Q, 1), emission(Q, 3))))
                .containsExactly(new CommitResult.Withheld(Position.NONE), new CommitResult.Gap(Position.NONE, 2, 3));
        assertThat(store.commitAll(List.of(emission(Q, 1), emission(Q, 1))))
                .containsExactly(
                        new CommitResult.Withheld(Position.NONE), new CommitResult.Duplicate(Position.NONE, 1));
        assertThat(store.queries()).isEmpty();
    }

    /** A row too long in any of the commits refuses all. On failure check that limits are tested before the fold. */
    @Test
    default void c11a_rowTooLongInOneCommit_refusesAll() {
        LiveResultsStore store = bench().openAside(StoreBench.SETTINGS.withMaxRowBytes(50));
        ResultCommit tooLong =
                ResultCommit.of(OTHER, 1, List.of(put(1, "x".repeat(51)))).build();
        assertThatThrownBy(() -> store.commitAll(List.of(emission(Q, 1), tooLong)))
                .isInstanceOf(RefusedException.class);
        assertThat(store.queries()).isEmpty();
    }

    /** No commits, no answers. On failure check the empty list. */
    @Test
    default void c11a_noCommits_giveNoAnswers() {
        assertThat(bench().store().commitAll(List.of())).isEmpty();
        assertThat(bench().store().queries()).isEmpty();
    }

    /** Commits of one call are never seen apart. On failure check how new states are published to readers. */
    @Test
    default void c11a_commitsOfOneCall_becomeVisibleTogether() {
        LiveResultsStore store = bench().store();
        Race.readingWhile(
                () -> {
                    for (long n = 1; n <= 300; n++) {
                        store.commitAll(List.of(emission("a", n), emission("b", n)));
                    }
                },
                () -> {
                    long before = store.position("a").sequence();
                    long between = store.position("b").sequence();
                    long after = store.position("a").sequence();
                    assertThat(between).as("position of b").isBetween(before, after);
                });
        assertThat(store.position("b").sequence()).isEqualTo(300);
    }
}
