package io.afterimage.tck;

import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.emission;
import static io.afterimage.tck.Samples.emissions;
import static io.afterimage.tck.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CommitResult;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.tck.model.QueryState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule C10: the sequence fence, and the config hash beside it. */
interface SequenceRules {

    /** Where the rules work. */
    StoreBench bench();

    /** The next sequence is accepted, from 1 on. On failure check what a query without a record stands at. */
    @Test
    default void c10_nextSequence_isApplied() {
        LiveResultsStore store = bench().store();
        for (long n = 1; n <= 5; n++) {
            assertThat(store.commit(emission(Q, n))).isEqualTo(new CommitResult.Applied(new Position(1, n, 0), n));
            assertThat(store.position(Q)).isEqualTo(new Position(1, n, 0));
        }
    }

    /** A sequence again, with the same or with other content, is a duplicate. On failure check the comparison's edge. */
    @Test
    default void c10_sequenceAtOrBelowTheStoredOne_isADuplicate_andWritesNothing() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 5));
        QueryState before = QueryState.of(store, Q);
        for (long n = 1; n <= 5; n++) {
            CommitResult duplicate = new CommitResult.Duplicate(new Position(1, 5, 0), n);
            assertThat(store.commit(emission(Q, n))).isEqualTo(duplicate);
            assertThat(store.commit(intruder(n).build())).isEqualTo(duplicate);
            assertThat(store.commit(intruder(n).allowGaps().build())).isEqualTo(duplicate);
            assertThat(QueryState.of(store, Q)).isEqualTo(before);
        }
        assertThat(store.commit(emission(Q, 6)).applied()).isTrue();
    }

    private static ResultCommit.Builder intruder(long sequence) {
        return ResultCommit.of(Q, sequence, List.of(put(1, "changed"), put(666, "intruder")))
                .outbox(bytes("intruder"))
                .sourcePosition("orders", bytes("intruder"))
                .configHash(666);
    }

    /** A sequence beyond the next one is a gap, also at the start. On failure check the fence of a fresh query. */
    @Test
    default void c10_sequenceBeyondTheNextOne_isAGap_andWritesNothing() {
        LiveResultsStore store = bench().store();
        assertThat(store.commit(intruder(2).build())).isEqualTo(new CommitResult.Gap(Position.NONE, 1, 2));
        assertThat(QueryState.of(store, Q)).isEqualTo(QueryState.UNKNOWN);
        store.commitAll(emissions(Q, 1, 3));
        QueryState before = QueryState.of(store, Q);
        for (long n : new long[] {5, 6, 1_000, (1L << 53) + 1, Long.MAX_VALUE}) {
            assertThat(store.commit(intruder(n).build())).isEqualTo(new CommitResult.Gap(new Position(1, 3, 0), 4, n));
            assertThat(QueryState.of(store, Q)).isEqualTo(before);
        }
        assertThat(store.commit(emission(Q, 4)).applied()).isTrue();
    }

    /** A feed that says so may jump. On failure check that the rule travels with the commit. */
    @Test
    default void c10_jumpingSequence_isApplied_whenTheCommitSaysSo() {
        LiveResultsStore store = bench().store();
        long expectedRows = 0;
        for (long n : new long[] {3, 4, 10, (1L << 53) + 1, (1L << 53) + 2}) {
            ResultCommit commit =
                    ResultCommit.of(Q, n, List.of(put(n, "x"))).allowGaps().build();
            assertThat(store.commit(commit)).isEqualTo(new CommitResult.Applied(new Position(1, n, 0), ++expectedRows));
        }
        assertThat(store.commit(emission(Q, (1L << 53) + 3)).applied()).isTrue();
    }

    /** The numbers end at 2^63-1 without wrapping around. On failure check "stored + 1" at the end of the range. */
    @Test
    default void c10_sequencesNearTheEndOfTheRange_doNotWrapAround() {
        LiveResultsStore store = bench().store();
        store.reset(Q, 0, Long.MAX_VALUE - 2);
        assertThat(store.commit(emission(Q, Long.MAX_VALUE)))
                .isEqualTo(new CommitResult.Gap(
                        new Position(1, Long.MAX_VALUE - 2, 0), Long.MAX_VALUE - 1, Long.MAX_VALUE));
        assertThat(store.commit(emission(Q, Long.MAX_VALUE - 1)).applied()).isTrue();
        assertThat(store.commit(emission(Q, 1))).isInstanceOf(CommitResult.Duplicate.class);
        assertThat(store.commit(emission(Q, Long.MAX_VALUE)).applied()).isTrue();
        assertThat(store.position(Q)).isEqualTo(new Position(1, Long.MAX_VALUE, 0));
        assertThat(store.commit(emission(Q, Long.MAX_VALUE)))
                .isEqualTo(new CommitResult.Duplicate(new Position(1, Long.MAX_VALUE, 0), Long.MAX_VALUE));
        assertThat(QueryState.outbox(store, Q)).hasSize(2);
    }

    /** Sequences start at 1. On failure check the builder. */
    @Test
    default void c10_sequenceBelow1_isRefused() {
        for (long n : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> ResultCommit.of(Q, n, List.of())).isInstanceOf(RefusedException.class);
        }
        assertThat(bench().store().queries()).isEmpty();
    }

    /** An emission without rows moves the position. On failure check for shortcuts of empty commits. */
    @Test
    default void c10_commitWithoutMutations_movesThePosition() {
        LiveResultsStore store = bench().store();
        assertThat(store.commit(ResultCommit.of(Q, 1, List.of()).build()))
                .isEqualTo(new CommitResult.Applied(new Position(1, 1, 0), 0));
        assertThat(store.position(Q).sequence()).isEqualTo(1);
        assertThat(store.commit(ResultCommit.of(Q, 1, List.of()).build())).isInstanceOf(CommitResult.Duplicate.class);
    }

    /** Two writers of one emission: one applies, one is a duplicate. On failure check that the fence is under the lock. */
    @Test
    default void c10_sameSequenceFromTwoThreads_isAppliedOnce() {
        LiveResultsStore store = bench().store();
        long last = 100;
        CommitResult[][] answers = new CommitResult[2][(int) last + 1];
        Race.between(() -> commitAll(store, answers[0]), () -> commitAll(store, answers[1]));
        for (int n = 1; n <= last; n++) {
            assertThat(List.of(answers[0][n], answers[1][n]))
                    .filteredOn(CommitResult::applied)
                    .as("writers that applied %d", n)
                    .hasSize(1);
        }
        assertThat(store.position(Q)).isEqualTo(new Position(1, last, 0));
        assertThat(store.rowCount(Q)).isEqualTo(last);
    }

    private static void commitAll(LiveResultsStore store, CommitResult[] answers) {
        for (int n = 1; n < answers.length; n++) {
            answers[n] = store.commit(emission(Q, n));
        }
    }

    /** The first config hash that is told is kept. On failure check that "not told" is not a hash. */
    @Test
    default void c10_firstConfigHashToldIsStored_andOthersAreRefused() {
        LiveResultsStore store = bench().store();
        assertThat(store.commit(emission(Q, 1)).position().configHash()).isZero();
        assertThat(store.commit(withHash(2, 0xAB)).position()).isEqualTo(new Position(1, 2, 0xAB));
        QueryState before = QueryState.of(store, Q);
        assertThat(store.commit(withHash(3, 0xCD)))
                .isEqualTo(new CommitResult.OtherConfig(new Position(1, 2, 0xAB), 0xCD));
        assertThat(QueryState.of(store, Q)).isEqualTo(before);
        assertThat(store.commit(emission(Q, 3)).position()).isEqualTo(new Position(1, 3, 0xAB));
        assertThat(store.commit(withHash(4, 0xAB)).position()).isEqualTo(new Position(1, 4, 0xAB));
        assertThat(store.commit(withHash(5, 0)).position()).isEqualTo(new Position(1, 5, 0xAB));
    }

    private static ResultCommit withHash(long sequence, long configHash) {
        return ResultCommit.of(Q, sequence, List.of(put(sequence, "x")))
                .configHash(configHash)
                .build();
    }

    /** All 64 bits of the hash count, and a reset brings a new one. On failure check for sign and width. */
    @Test
    default void c10_configHash_is64Bits_andChangesByReset() {
        LiveResultsStore store = bench().store();
        assertThat(store.commit(withHash(1, -1L)).position()).isEqualTo(new Position(1, 1, -1L));
        assertThat(store.commit(withHash(2, 0xFFFF_FFFFL))).isInstanceOf(CommitResult.OtherConfig.class);
        assertThat(store.reset(Q, Long.MIN_VALUE, 0)).isEqualTo(new Position(2, 0, Long.MIN_VALUE));
        assertThat(store.commit(withHash(1, -1L)))
                .isEqualTo(new CommitResult.OtherConfig(new Position(2, 0, Long.MIN_VALUE), -1L));
        assertThat(store.commit(withHash(1, Long.MIN_VALUE)).applied()).isTrue();
    }
}
