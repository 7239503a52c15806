package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.at;
import static io.afterimage.mirror.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.RefusedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What each strategy decides, and how ties are broken. */
class ConflictStrategiesTest {

    private static final MirroredRecord RECORD =
            new MirroredRecord("r", "1", json("{\"a\":1,\"b\":{\"c\":1}}"), "crm", Samples.NOW, 0.5, 3, at(10));
    private static final Tombstone TOMBSTONE = new Tombstone("r", "1", "crm", Samples.NOW, 0.5, 3, at(10));

    private static Delta put(long second, String payload) {
        return Samples.put("r", "1", second, payload).withConfidence(0.5);
    }

    private static Delta del(long second) {
        return Samples.del("r", "1", second).withConfidence(0.5);
    }

    private static String decide(ConflictStrategy strategy, Existing existing, Delta incoming) {
        Resolution resolution = strategy.resolve(existing, incoming);
        String merged = resolution instanceof Resolution.ApplyMerged it ? " " + it.payload() : "";
        return (resolution.applies() ? "apply: " : "skip: ") + resolution.reason() + merged;
    }

    @Test
    void lastWriteWins_goesByOccurredAt_alsoAgainstTombstones() {
        ConflictStrategy strategy = ConflictStrategies.lastWriteWins();
        assertThat(strategy.label()).isEqualTo("last-write-wins");
        assertThat(decide(strategy, Existing.absent(), put(1, "1"))).isEqualTo("apply: absent");
        assertThat(decide(strategy, RECORD, put(11, "1"))).isEqualTo("apply: newer");
        assertThat(decide(strategy, RECORD, put(9, "1"))).isEqualTo("skip: older");
        assertThat(decide(strategy, RECORD, del(9))).isEqualTo("skip: older");
        assertThat(decide(strategy, TOMBSTONE, put(9, "1"))).isEqualTo("skip: older");
        assertThat(decide(strategy, TOMBSTONE, put(10, "1"))).isEqualTo("skip: older");
        assertThat(decide(strategy, TOMBSTONE, put(11, "1"))).isEqualTo("apply: newer");
        assertThat(decide(strategy, TOMBSTONE, del(10))).isEqualTo("skip: repeated");
        assertThat(decide(strategy, RECORD, put(10, "{\"b\":{\"c\":1.0},\"a\":1}")))
                .isEqualTo("skip: repeated");
    }

    /** Every pair of different deltas of one moment has a winner, the same whoever comes first. */
    @Test
    void lastWriteWins_atOneMoment_endsAlikeInAnyOrder() {
        List<Delta> ascending = List.of(
                put(10, "9").withConfidence(0.1),
                Samples.del("r", "1", 10).withConfidence(0.1),
                Delta.upsert("r", "1", json("1"), at(10), "a").withConfidence(0.2),
                Delta.upsert("r", "1", json("1"), at(10), "b").withConfidence(0.2),
                Delta.upsert("r", "1", json("2"), at(10), "b").withConfidence(0.2),
                Delta.delete("r", "1", at(10), "b").withConfidence(0.2),
                Delta.upsert("r", "1", json("0"), at(10), "c").withConfidence(0.2));
        for (int a = 0; a < ascending.size(); a++) {
            for (int b = a + 1; b < ascending.size(); b++) {
                List<Delta> pair = new ArrayList<>(List.of(ascending.get(a), ascending.get(b)));
                assertWinner(pair, ascending.get(b));
                Collections.reverse(pair);
                assertWinner(pair, ascending.get(b));
            }
        }
    }

    private static void assertWinner(List<Delta> deltas, Delta winner) {
        try (LiveResultsStore store = new InMemoryLiveResultsStore();
                MirrorStore mirror = MirrorStore.over(store).open()) {
            deltas.forEach(delta -> mirror.apply(DeltaBatch.of(delta)));
            assertThat(mirror.record("r", "1").map(it -> it.source() + it.payload()))
                    .as("%s", deltas)
                    .isEqualTo(
                            winner.op() == DeltaOp.DELETE
                                    ? java.util.Optional.empty()
                                    : java.util.Optional.of(winner.source() + winner.payload()));
        }
    }

    @Test
    void arrivalOrder_appliesWhateverComes_butRepetitions() {
        ConflictStrategy strategy = ConflictStrategies.arrivalOrder();
        assertThat(decide(strategy, RECORD, put(1, "1"))).isEqualTo("apply: arrived later");
        assertThat(decide(strategy, TOMBSTONE, put(1, "1"))).isEqualTo("apply: arrived later");
        assertThat(decide(strategy, RECORD, put(10, RECORD.payload().toString())))
                .isEqualTo("skip: repeated");
    }

    @Test
    void highestConfidence_goesByConfidence_thenByLastWriteWins() {
        ConflictStrategy strategy = ConflictStrategies.highestConfidence();
        assertThat(decide(strategy, RECORD, put(1, "1").withConfidence(0.6))).isEqualTo("apply: trusted more");
        assertThat(decide(strategy, RECORD, put(99, "1").withConfidence(0.4))).isEqualTo("skip: trusted less");
        assertThat(decide(strategy, RECORD, put(11, "1"))).isEqualTo("apply: newer");
        assertThat(decide(strategy, RECORD, put(9, "1"))).isEqualTo("skip: older");
        assertThat(decide(strategy, TOMBSTONE, put(9, "1").withConfidence(1))).isEqualTo("apply: trusted more");
        assertThat(decide(strategy, Existing.absent(), put(9, "1").withConfidence(0)))
                .isEqualTo("apply: absent");
    }

    @Test
    void keepLocal_appliesOnlyWhereThereIsNoRecord() {
        ConflictStrategy strategy = ConflictStrategies.keepLocal();
        assertThat(decide(strategy, RECORD, put(99, "1"))).isEqualTo("skip: present");
        assertThat(decide(strategy, RECORD, del(99))).isEqualTo("skip: present");
        assertThat(decide(strategy, Existing.absent(), put(1, "1"))).isEqualTo("apply: absent");
        assertThat(decide(strategy, TOMBSTONE, put(9, "1"))).isEqualTo("skip: older");
        assertThat(decide(strategy, TOMBSTONE, put(11, "1"))).isEqualTo("apply: newer");
    }

    @Test
    void mergeJson_mergesDeeply_andIncomingKeysWin() {
        ConflictStrategy strategy = ConflictStrategies.mergeJson();
        assertThat(decide(strategy, RECORD, put(11, "{\"b\":{\"d\":2},\"a\":2}")))
                .isEqualTo("apply: merged {\"a\":2,\"b\":{\"c\":1,\"d\":2}}");
        assertThat(decide(strategy, RECORD, put(11, "{\"b\":[]}"))).isEqualTo("apply: merged {\"a\":1,\"b\":[]}");
        assertThat(decide(strategy, RECORD, put(11, "[]"))).isEqualTo("apply: merged []");
        assertThat(decide(strategy, RECORD, put(9, "{\"a\":2}"))).isEqualTo("skip: older");
        assertThat(decide(strategy, RECORD, Delta.upsert("r", "1", json("{\"a\":2}"), at(9), "billing")))
                .isEqualTo("apply: merged {\"a\":2,\"b\":{\"c\":1}}");
        assertThat(decide(strategy, RECORD, put(10, "{\"a\":1.0}"))).isEqualTo("skip: repeated");
        assertThat(decide(strategy, RECORD, del(11))).isEqualTo("apply: newer");
        assertThat(decide(strategy, TOMBSTONE, put(9, "{}"))).isEqualTo("skip: older");
        assertThat(RECORD.payload().toString()).isEqualTo("{\"a\":1,\"b\":{\"c\":1}}");
    }

    @Test
    void strategiesPerResource_andTheUsersOwn() {
        ConflictStrategy never = new ConflictStrategy() {
            @Override
            public Resolution resolve(Existing existing, Delta incoming) {
                return new Resolution.Skip("on principle");
            }

            @Override
            public String label() {
                return "never";
            }
        };
        try (LiveResultsStore store = new InMemoryLiveResultsStore();
                MirrorStore mirror = MirrorStore.over(store)
                        .strategy(ConflictStrategies.mergeJson())
                        .strategy("closed", never)
                        .strategy("first", ConflictStrategies.keepLocal())
                        .open()) {
            mirror.apply(DeltaBatch.of(
                    Samples.put("closed", "1", 1, "1"),
                    Samples.put("first", "1", 1, "1"),
                    Samples.put("first", "1", 2, "2"),
                    Samples.put("other", "1", 1, "{\"a\":1}"),
                    Samples.put("other", "1", 2, "{\"b\":2}")));
            assertThat(mirror.record("closed", "1")).isEmpty();
            assertThat(Samples.payload(mirror, "first", "1")).contains("1");
            assertThat(Samples.payload(mirror, "other", "1")).contains("{\"a\":1,\"b\":2}");
            assertThat(Samples.events(mirror))
                    .extracting(MirrorEvent::decision)
                    .containsExactly(
                            "never: on principle",
                            "keep-local: absent",
                            "keep-local: present",
                            "merge-json: absent",
                            "merge-json: merged");
            MirrorEvent merged = Samples.events(mirror).get(4);
            assertThat(merged.delta().payload()).isEqualTo(json("{\"b\":2}"));
            assertThat(merged.record()).isEqualTo(mirror.record("other", "1"));
        }
    }

    @Test
    void strategyThatFails_orMergesADelete_writesNothing() {
        ConflictStrategy broken = new ConflictStrategy() {
            @Override
            public Resolution resolve(Existing existing, Delta incoming) {
                if (incoming.op() == DeltaOp.DELETE) {
                    return new Resolution.ApplyMerged(json("1"), "nonsense");
                }
                throw new IllegalStateException("broken");
            }

            @Override
            public String label() {
                return "broken";
            }
        };
        try (LiveResultsStore store = new InMemoryLiveResultsStore();
                MirrorStore mirror =
                        MirrorStore.over(store).strategy("bad", broken).open()) {
            Delta good = Samples.put("good", "1", 1, "1");
            Assertions.assertThatThrownBy(() -> mirror.apply(DeltaBatch.of(good, Samples.put("bad", "1", 1, "1"))))
                    .hasMessage("broken");
            Assertions.assertThatThrownBy(() -> mirror.apply(DeltaBatch.of(good, Samples.del("bad", "1", 1))))
                    .isInstanceOf(RefusedException.class);
            assertThat(mirror.head()).isZero();
            assertThat(mirror.resources()).isEmpty();
            assertThat(mirror.apply(DeltaBatch.of(good)).head()).isEqualTo(1);
        }
    }
}
