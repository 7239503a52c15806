package io.afterimage.tck;

import static io.afterimage.tck.Samples.Q;
import static io.afterimage.tck.Samples.bytes;
import static io.afterimage.tck.Samples.emission;
import static io.afterimage.tck.Samples.emissions;
import static io.afterimage.tck.StoreTrait.SURVIVES_CLOSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.LiveResultsStore;
import io.afterimage.OutboxEntry;
import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.RefusedException;
import io.afterimage.ResultCommit;
import io.afterimage.RowSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule C12: every later entry, or exactly why not. */
interface OutboxRules {

    /** Where the rules work. */
    StoreBench bench();

    /** From any position inside the outbox every later entry comes, in order. On failure check the range's first entry. */
    @Test
    default void c12_everyLaterEntry_comesInOrder() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 12));
        assertEntriesAfterEveryPosition(store);
        LiveResultsStore reopened = bench().reopen();
        if (bench().has(SURVIVES_CLOSE)) {
            assertEntriesAfterEveryPosition(reopened);
        } else {
            assertThat(reopened.outboxAfter(Q, Position.NONE)).isEqualTo(new OutboxRead.UpToDate(Position.NONE));
        }
    }

    private static void assertEntriesAfterEveryPosition(LiveResultsStore store) {
        Position head = new Position(1, 12, 0);
        for (long after = 0; after < 12; after++) {
            List<OutboxEntry> expected = new ArrayList<>();
            for (long n = after + 1; n <= 12; n++) {
                expected.add(new OutboxEntry(n, bytes("entry-" + n)));
            }
            OutboxRead read = store.outboxAfter(Q, new Position(1, after, 0));
            assertThat(read).as("after %d", after).isEqualTo(new OutboxRead.Entries(expected, head));
            assertThat(((OutboxRead.Entries) read).complete()).isTrue();
        }
        assertThat(store.outboxAfter(Q, head)).isEqualTo(new OutboxRead.UpToDate(head));
    }

    /** A limit cuts the read short, and the next one goes on. On failure check the limit and the end of a page. */
    @Test
    default void c12_limitedReads_goOnWhereTheLastOneEnded() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 25));
        for (int page : new int[] {1, 2, 7, 24, 25, 26, Integer.MAX_VALUE}) {
            List<Long> sequences = new ArrayList<>();
            Position at = new Position(1, 0, 0);
            while (store.outboxAfter(Q, at, page) instanceof OutboxRead.Entries entries) {
                assertThat(entries.entries()).hasSizeLessThanOrEqualTo(page);
                entries.entries().forEach(entry -> sequences.add(entry.sequence()));
                at = new Position(1, sequences.get(sequences.size() - 1), 0);
                assertThat(entries.complete()).isEqualTo(at.sequence() == 25);
            }
            assertThat(sequences).as("pages of %d", page).hasSize(25).isSorted();
            assertThat(store.outboxAfter(Q, at, page)).isInstanceOf(OutboxRead.UpToDate.class);
        }
    }

    /** A read asks for one entry at least. On failure check the argument. */
    @Test
    default void c12_readOfNoEntries_isRefused() {
        LiveResultsStore store = bench().store();
        store.commit(emission(Q, 1));
        for (int limit : new int[] {0, -1, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> store.outboxAfter(Q, Position.NONE, limit)).isInstanceOf(RefusedException.class);
        }
    }

    /** A reader beyond the head is told so, never "up to date". On failure check the order of the questions. */
    @Test
    default void c12_positionBeyondTheHead_isAhead() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 3));
        for (long n : new long[] {4, 100, Long.MAX_VALUE}) {
            Position requested = new Position(1, n, 0);
            assertThat(store.outboxAfter(Q, requested))
                    .isEqualTo(new OutboxRead.Ahead(requested, new Position(1, 3, 0)));
        }
    }

    /** A reader of another life is told so, whatever its sequence. On failure check that generations come first. */
    @Test
    default void c12_positionOfAnotherLife_isOtherGeneration() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 3));
        store.reset(Q, 0, 0);
        store.commitAll(emissions(Q, 1, 3));
        Position head = new Position(2, 3, 0);
        for (Position requested :
                List.of(new Position(1, 2, 0), new Position(1, 3, 0), new Position(3, 1, 0), new Position(1, 99, 5))) {
            assertThat(store.outboxAfter(Q, requested)).isEqualTo(new OutboxRead.OtherGeneration(requested, head));
        }
        assertThat(store.outboxAfter(Q, Position.NONE)).isEqualTo(new OutboxRead.OtherGeneration(Position.NONE, head));
    }

    /** A reader of another definition is told so; "not told" matches any. On failure check when hashes are compared. */
    @Test
    default void c12_positionOfAnotherDefinition_isOtherConfig() {
        LiveResultsStore store = bench().store();
        store.reset(Q, 7, 0);
        store.commitAll(emissions(Q, 1, 2));
        Position head = new Position(1, 2, 7);
        Position other = new Position(1, 1, 8);
        assertThat(store.outboxAfter(Q, other)).isEqualTo(new OutboxRead.OtherConfig(other, head));
        assertThat(store.outboxAfter(Q, new Position(1, 1, 7))).isInstanceOf(OutboxRead.Entries.class);
        assertThat(store.outboxAfter(Q, new Position(1, 1, 0))).isInstanceOf(OutboxRead.Entries.class);
    }

    /** An unknown query stands at no position. On failure check reads of a query that has no record. */
    @Test
    default void c12_unknownQuery_isUpToDateAtNoPosition() {
        LiveResultsStore store = bench().store();
        assertThat(store.outboxAfter(Q, Position.NONE)).isEqualTo(new OutboxRead.UpToDate(Position.NONE));
        Position requested = new Position(1, 5, 0);
        assertThat(store.outboxAfter(Q, requested)).isEqualTo(new OutboxRead.OtherGeneration(requested, Position.NONE));
        assertThat(store.queries()).isEmpty();
    }

    /** A commit without an entry would leave a hole: what is before it goes. On failure check for holes in reads. */
    @Test
    default void c12_commitWithoutAnEntry_leavesNoHole() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 3));
        store.commit(ResultCommit.of(Q, 4, List.of()).build());
        Position head = new Position(1, 4, 0);
        assertThat(store.outboxAfter(Q, new Position(1, 2, 0))).isEqualTo(new OutboxRead.Gap(2, 5, 4, head));
        assertThat(store.outboxAfter(Q, new Position(1, 3, 0))).isEqualTo(new OutboxRead.Gap(3, 5, 4, head));
        assertThat(store.outboxAfter(Q, head)).isEqualTo(new OutboxRead.UpToDate(head));
        store.commit(emission(Q, 5));
        assertThat(store.outboxAfter(Q, new Position(1, 3, 0)))
                .isEqualTo(new OutboxRead.Gap(3, 5, 5, new Position(1, 5, 0)));
        assertThat(store.outboxAfter(Q, head))
                .isEqualTo(
                        new OutboxRead.Entries(List.of(new OutboxEntry(5, bytes("entry-5"))), new Position(1, 5, 0)));
    }

    /** Numbers that a feed skipped are no holes. On failure check that an entry knows what it follows. */
    @Test
    default void c12_skippedNumbers_areNoHoles() {
        LiveResultsStore store = bench().store();
        for (long n : new long[] {3, 7, 8}) {
            store.commit(ResultCommit.of(Q, n, List.of())
                    .allowGaps()
                    .outbox(bytes("entry-" + n))
                    .build());
        }
        assertThat(sequencesAfter(store, 0)).containsExactly(3L, 7L, 8L);
        assertThat(sequencesAfter(store, 3)).containsExactly(7L, 8L);
        assertThat(sequencesAfter(store, 5)).containsExactly(7L, 8L);
        assertThat(sequencesAfter(store, 7)).containsExactly(8L);
    }

    private static List<Long> sequencesAfter(LiveResultsStore store, long sequence) {
        return store.outboxAfter(Q, new Position(1, sequence, 0)) instanceof OutboxRead.Entries read
                ? read.entries().stream().map(OutboxEntry::sequence).toList()
                : List.of();
    }

    /** A replacement stands where no entry leads. On failure check what the flip does to the outbox. */
    @Test
    default void c12_replacedRows_leaveAGapForThoseBefore() {
        LiveResultsStore store = bench().store();
        store.commitAll(emissions(Q, 1, 3));
        store.replaceAll(Q, new Position(1, 10, 0), RowSource.of(List.of()));
        Position head = new Position(1, 10, 0);
        assertThat(store.outboxAfter(Q, new Position(1, 2, 0))).isEqualTo(new OutboxRead.Gap(2, 11, 10, head));
        assertThat(store.outboxAfter(Q, head)).isEqualTo(new OutboxRead.UpToDate(head));
        store.commit(emission(Q, 11));
        assertThat(sequencesAfter(store, 10)).containsExactly(11L);
    }
}
