package io.afterimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every answer to a read of the outbox, and what keeps its chain whole. */
class InMemoryOutboxTest {

    private static final String Q = "q";

    private final InMemoryLiveResultsStore store =
            InMemoryLiveResultsStore.with().retention(Retention.ofEntries(3)).open();

    @Test
    void outboxAfter_onAnUnknownQuery_isUpToDateOnlyAtNone() {
        Position other = new Position(1, 0, 0);
        assertThat(store.outboxAfter(Q, Position.NONE)).isEqualTo(new OutboxRead.UpToDate(Position.NONE));
        assertThat(store.outboxAfter(Q, other)).isEqualTo(new OutboxRead.OtherGeneration(other, Position.NONE));
        Position ahead = new Position(0, 1, 0);
        assertThat(store.outboxAfter(Q, ahead)).isEqualTo(new OutboxRead.Ahead(ahead, Position.NONE));
        store.reset(Q, 0, 0);
        store.drop(Q);
        assertThat(store.outboxAfter(Q, Position.NONE)).isEqualTo(new OutboxRead.UpToDate(Position.NONE));
        assertThat(store.outboxAfter(Q, other)).isEqualTo(new OutboxRead.OtherGeneration(other, Position.NONE));
    }

    @Test
    void outboxAfter_insideTheOutbox_pagesWithoutHoles() {
        commitEntries(1, 3);
        Position head = new Position(1, 3, 0);
        OutboxRead.Entries all = new OutboxRead.Entries(List.of(entry(1), entry(2), entry(3)), head);
        assertThat(store.outboxAfter(Q, at(0))).isEqualTo(all);
        assertThat(all.complete()).isTrue();
        OutboxRead.Entries page = new OutboxRead.Entries(List.of(entry(2)), head);
        assertThat(store.outboxAfter(Q, at(1), 1)).isEqualTo(page);
        assertThat(page.complete()).isFalse();
    }

    @Test
    void outboxAfter_theOtherAnswers_inTheirOrder() {
        store.reset(Q, 5, 0);
        commitEntries(1, 4);
        Position head = new Position(1, 4, 5);
        Position otherLife = new Position(2, 9, 6);
        Position otherConfig = new Position(1, 9, 6);
        assertThat(store.outboxAfter(Q, otherLife)).isEqualTo(new OutboxRead.OtherGeneration(otherLife, head));
        assertThat(store.outboxAfter(Q, otherConfig)).isEqualTo(new OutboxRead.OtherConfig(otherConfig, head));
        assertThat(store.outboxAfter(Q, at(9))).isEqualTo(new OutboxRead.Ahead(at(9), head));
        assertThat(store.outboxAfter(Q, at(4))).isEqualTo(new OutboxRead.UpToDate(head));
        assertThat(store.outboxAfter(Q, at(0))).isEqualTo(new OutboxRead.Gap(0, 2, 4, head));
        assertThat(store.outboxAfter(Q, Position.NONE)).isEqualTo(new OutboxRead.OtherGeneration(Position.NONE, head));
    }

    @Test
    void outboxAfter_forNoEntry_isRefused() {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> store.outboxAfter(Q, Position.NONE, 0));
    }

    @Test
    void commit_withoutAnEntry_emptiesTheOutbox() {
        commitEntries(1, 2);
        store.commit(ResultCommit.of(Q, 3, List.of()).build());
        assertThat(store.outboxAfter(Q, at(2))).isEqualTo(new OutboxRead.Gap(2, 4, 3, at(3)));
        commitEntries(4, 4);
        assertThat(store.outboxAfter(Q, at(2))).isEqualTo(new OutboxRead.Gap(2, 4, 4, at(4)));
        assertThat(store.outboxAfter(Q, at(3))).isEqualTo(new OutboxRead.Entries(List.of(entry(4)), at(4)));
    }

    @Test
    void jumpingSequences_leaveNoHole() {
        for (long sequence : new long[] {10, 20, 30, 40}) {
            store.commit(ResultCommit.of(Q, sequence, List.of())
                    .allowGaps()
                    .outbox(data(sequence))
                    .build());
        }
        assertThat(store.outboxAfter(Q, at(10), 2))
                .isEqualTo(new OutboxRead.Entries(List.of(entry(20), entry(30)), at(40)));
        assertThat(store.outboxAfter(Q, at(25)))
                .isEqualTo(new OutboxRead.Entries(List.of(entry(30), entry(40)), at(40)));
        assertThat(store.outboxAfter(Q, at(9))).isEqualTo(new OutboxRead.Gap(9, 20, 40, at(40)));
        assertThat(store.verify(Q).passed()).isTrue();
    }

    @Test
    void retention_ofTheCommit_goesBeforeTheStoresOwn() {
        commitEntries(1, 3);
        store.commit(ResultCommit.of(Q, 4, List.of())
                .outbox(data(4), Retention.ofEntries(1))
                .build());
        assertThat(store.queries().get(0).outboxEntries()).isEqualTo(1);
        assertThat(store.outboxAfter(Q, at(3))).isEqualTo(new OutboxRead.Entries(List.of(entry(4)), at(4)));
    }

    @Test
    void entryBytes_changedByACaller_stayAsTheyWere() {
        byte[] mine = data(1);
        store.commit(ResultCommit.of(Q, 1, List.of()).outbox(mine).build());
        mine[0] = 'X';
        OutboxRead.Entries read = (OutboxRead.Entries) store.outboxAfter(Q, at(0));
        read.entries().get(0).data()[1] = 'X';
        assertThat(store.outboxAfter(Q, at(0))).isEqualTo(new OutboxRead.Entries(List.of(entry(1)), at(1)));
    }

    @Test
    void resetDropAndReplaceAll_emptyTheOutbox_clearKeepsIt() {
        commitEntries(1, 2);
        store.clear(Q);
        assertThat(store.queries().get(0).outboxEntries()).isEqualTo(2);
        store.replaceAll(Q, at(2), RowSource.of(List.of()));
        assertThat(store.outboxAfter(Q, at(1))).isEqualTo(new OutboxRead.Gap(1, 3, 2, at(2)));
        commitEntries(3, 3);
        Position reset = store.reset(Q, 0, 2);
        assertThat(store.outboxAfter(Q, new Position(2, 0, 0))).isEqualTo(new OutboxRead.Gap(0, 3, 2, reset));
    }

    private void commitEntries(long first, long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            store.commit(ResultCommit.of(Q, sequence, List.of())
                    .outbox(data(sequence))
                    .build());
        }
    }

    private static Position at(long sequence) {
        return new Position(1, sequence, 0);
    }

    private static OutboxEntry entry(long sequence) {
        return new OutboxEntry(sequence, data(sequence));
    }

    private static byte[] data(long sequence) {
        return ("e" + sequence).getBytes(StandardCharsets.UTF_8);
    }
}
