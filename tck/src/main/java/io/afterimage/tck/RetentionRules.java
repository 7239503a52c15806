package io.afterimage.tck;

import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.emission;
import static io.afterimage.tck.Samples.emissions;
import static io.afterimage.tck.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxEntry;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.tck.model.QueryState;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rule C13: the outbox keeps the newest entries, and trimming touches nothing else. */
interface RetentionRules {

    /** Where the rules work. */
    StoreBench bench();

    /** Exactly the newest entries stay, one by one. On failure check for one too many or too few at the edge. */
    @Test
    default void c13_retention_keepsExactlyTheNewestEntries() {
        for (long keep : new long[] {1, 2, 3, 10}) {
            LiveResultsStore store = bench().openAside(StoreBench.SETTINGS.withRetention(Retention.ofEntries(keep)));
            for (long n = 1; n <= 15; n++) {
                store.commit(emission(Q, n));
                assertHolds(store, Math.max(1, n - keep + 1), n);
            }
            assertThat(store.rowCount(Q)).as("rows are never trimmed").isEqualTo(15);
        }
    }

    /** Trimming inside one atomic call is the same. On failure check entries that are added and trimmed in one batch. */
    @Test
    default void c13_retention_holdsInsideOneCallToo() {
        LiveResultsStore store = bench().openAside(StoreBench.SETTINGS.withRetention(Retention.ofEntries(3)));
        store.commitAll(emissions(Q, 1, 10));
        assertHolds(store, 8, 10);
        store.commitAll(emissions(Q, 11, 12));
        assertHolds(store, 10, 12);
    }

    /** The usual retention is 1,000 entries. On failure check where a commit's own retention is preferred. */
    @Test
    default void c13_usualRetention_is1000Entries() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 1_000));
        assertHolds(store, 1, 1_000);
        store.commitAll(emissions(Q, 1_001, 1_003));
        assertHolds(store, 4, 1_003);
        assertThat(store.rowCount(Q)).isEqualTo(1_003);
    }

    /** A commit may keep less, and what went does not come back. On failure check what a larger retention shows again. */
    @Test
    default void c13_shrinkingRetention_dropsTheOldest_andGrowingBringsNoneBack() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 200));
        store.commit(keeping(201, 3));
        assertHolds(store, 199, 201);
        store.commit(keeping(202, 100));
        assertHolds(store, 199, 202);
        store.commit(keeping(203, 1));
        assertHolds(store, 203, 203);
        store.commit(emission(Q, 204));
        assertHolds(store, 203, 204);
        assertThat(store.verify(Q).problems()).isEmpty();
    }

    private static ResultCommit keeping(long sequence, long entries) {
        return ResultCommit.of(Q, sequence, List.of(put(sequence, "x")))
                .outbox(bytes("entry-" + sequence), Retention.ofEntries(entries))
                .build();
    }

    /** What was trimmed stays trimmed after a reopen. On failure check that trimming is in the commit's own write. */
    @Test
    default void c13_trimmedOutbox_isTheSameAfterReopen_whereItSurvives() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 20));
        store.commit(keeping(21, 5));
        List<OutboxEntry> before = QueryState.outbox(store, Q);
        assertThat(before).hasSize(5);
        assertThat(QueryState.outbox(bench().reopen(), Q))
                .isEqualTo(bench().has(StoreTrait.SURVIVES_CLOSE) ? before : List.of());
    }

    /** Clear keeps the outbox. On failure check which records a clear deletes. */
    @Test
    default void c13_clear_keepsTheOutbox() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 5));
        store.clear(Q);
        assertHolds(store, 1, 5);
    }

    /** A retention of nothing is refused. On failure check the value type. */
    @Test
    default void c13_retentionOfNothing_isRefused() {
        assertThatThrownBy(() -> Retention.ofEntries(0)).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> Retention.ofEntries(-1)).isInstanceOf(RefusedException.class);
        assertThat(bench().store().queries()).isEmpty();
    }

    private static void assertHolds(LiveResultsStore store, long first, long last) {
        Position head = store.position(Q);
        assertThat(head.sequence()).isEqualTo(last);
        assertThat(store.outboxAfter(Q, new Position(head.generation(), first - 1, 0)))
                .isInstanceOfSatisfying(
                        OutboxRead.Entries.class,
                        read -> assertThat(read.entries())
                                .extracting(OutboxEntry::sequence)
                                .containsExactlyElementsOf(LongStream.rangeClosed(first, last)
                                        .boxed()
                                        .toList()));
        if (first >= 2) {
            assertThat(store.outboxAfter(Q, new Position(head.generation(), first - 2, 0)))
                    .isEqualTo(new OutboxRead.Gap(first - 2, first, last, head));
        }
        assertThat(store.queries())
                .filteredOn(query -> query.queryId().equals(Q))
                .extracting(query -> query.outboxEntries())
                .containsExactly(last - first + 1);
    }
}
