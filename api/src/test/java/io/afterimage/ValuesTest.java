package io.afterimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The checks and the equality of the values. */
class ValuesTest {

    @Test
    void position_withANegativePart_isRefused() {
        refused(() -> new Position(-1, 0, 0), "Generation: -1");
        refused(() -> new Position(0, -1, 0), "Sequence: -1");
        assertThat(new Position(Long.MAX_VALUE, Long.MAX_VALUE, -1L))
                .hasToString("generation 9223372036854775807, sequence 9223372036854775807, config ffffffffffffffff");
        assertThat(Position.NONE).isEqualTo(new Position(0, 0, 0));
    }

    @Test
    void retention_belowOneEntry_isRefused() {
        refused(() -> Retention.ofEntries(0), "Found: 0");
        refused(() -> new Retention(-1), "Found: -1");
        assertThat(Retention.ofEntries(1).maxEntries()).isEqualTo(1);
        assertThat(Retention.DEFAULT.maxEntries()).isEqualTo(1_000);
    }

    @Test
    void commit_outsideItsLimits_isRefused() {
        refused(() -> ResultCommit.of("", 1, List.of()), "empty");
        refused(() -> ResultCommit.of("q", 0, List.of()), "Found: 0");
        ResultCommit.Builder commit = ResultCommit.of("q", 1, List.of());
        commit.sourcePosition("s", new byte[65_536]);
        refused(() -> commit.sourcePosition("s", new byte[65_537]), "65537");
    }

    @Test
    void sourcePositions_checkedCopy_isCheckedAndACopy() {
        byte[] position = {1};
        Map<String, byte[]> copy = SourcePosition.checkedCopy(Map.of("s", position));
        position[0] = 2;
        assertThat(copy).containsOnlyKeys("s");
        assertThat(copy.get("s")).containsExactly(1);
        refused(() -> SourcePosition.checkedCopy(Map.of("s", new byte[65_537])), "65537");
        refused(() -> SourcePosition.checkedCopy(Map.of("", position)), "empty");
    }

    @Test
    void commit_withNothingSaid_leavesEverythingOpen() {
        ResultCommit commit = ResultCommit.of("q", 3, List.of()).configHash(0).build();
        assertThat(commit.queryId()).isEqualTo("q");
        assertThat(commit.sequence()).isEqualTo(3);
        assertThat(commit.sequenceRule()).isEqualTo(SequenceRule.NEXT);
        assertThat(commit.mutations()).isEmpty();
        assertThat(commit.outboxData()).isEmpty();
        assertThat(commit.retention()).isEmpty();
        assertThat(commit.sourcePositions()).isEmpty();
        assertThat(commit.configHash()).isEmpty();
    }

    @Test
    void commit_withEverythingSaid_keepsIt() {
        byte[] source = {1};
        List<RowMutation> mutations = new ArrayList<>(List.of(RowMutation.delete(1)));
        ResultCommit commit = ResultCommit.of("q", 3, mutations)
                .allowGaps()
                .outbox(new byte[] {2}, Retention.ofEntries(5))
                .sourcePosition("s", source)
                .configHash(-7)
                .build();
        mutations.clear();
        source[0] = 9;
        assertThat(commit.sequenceRule()).isEqualTo(SequenceRule.NEWER);
        assertThat(commit.mutations()).containsExactly(RowMutation.delete(1));
        assertThat(commit.outboxData()).hasValue(new byte[] {2});
        assertThat(commit.retention()).hasValue(Retention.ofEntries(5));
        assertThat(commit.sourcePositions()).containsEntry("s", new byte[] {1});
        assertThat(commit.configHash()).hasValue(-7);
        assertThat(commit).hasToString("commit(q, 3, 1 mutations)");
    }

    @Test
    void valuesWithBytes_areEqualByContent_andPrintNoBytes() {
        equalByContent(new Row(-1, new byte[2]), new Row(-1, new byte[2]), new Row(-1, new byte[3]));
        equalByContent(
                new OutboxEntry(1, new byte[2]), new OutboxEntry(1, new byte[2]), new OutboxEntry(2, new byte[2]));
        equalByContent(RowMutation.upsert(1, new byte[2]), RowMutation.upsert(1, new byte[2]), RowMutation.delete(1));
        assertThat(new Row(-1, new byte[2])).hasToString("row(18446744073709551615, 2 bytes)");
        assertThat(new OutboxEntry(7, new byte[2])).hasToString("entry(7, 2 bytes)");
        assertThat(RowMutation.upsert(-1, new byte[2])).hasToString("upsert(18446744073709551615, 2 bytes)");
        assertThat(RowMutation.delete(-1)).hasToString("delete(18446744073709551615)");
    }

    @Test
    void rowSource_ofACursor_readsTheRestOfIt() {
        try (InMemoryLiveResultsStore store = new InMemoryLiveResultsStore()) {
            store.applyMutations(
                    "from", List.of(RowMutation.upsert(1, new byte[1]), RowMutation.upsert(2, new byte[2])));
            try (Snapshot snapshot = store.readSnapshot("from")) {
                store.replaceAll("to", snapshot.position(), RowSource.of(snapshot.cursor()));
                assertThat(store.readSnapshot("to").toList()).isEqualTo(snapshot.toList());
            }
        }
    }

    private static void equalByContent(Object one, Object same, Object other) {
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
    }

    private static void refused(ThrowingCallable call, String reason) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(call).withMessageContaining(reason);
    }
}
