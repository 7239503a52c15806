package io.afterimage.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What holds for any deltas: their order, their repetition, and the rebuild from their log. */
class MirrorPropertyTest {

    private static final int DELTAS = 40;

    /** The built-in strategies by what is asked of them. */
    enum Strategy {
        LAST_WRITE_WINS,
        ARRIVAL_ORDER,
        HIGHEST_CONFIDENCE,
        KEEP_LOCAL,
        MERGE_JSON;

        ConflictStrategy strategy() {
            return switch (this) {
                case LAST_WRITE_WINS -> ConflictStrategies.lastWriteWins();
                case ARRIVAL_ORDER -> ConflictStrategies.arrivalOrder();
                case HIGHEST_CONFIDENCE -> ConflictStrategies.highestConfidence();
                case KEEP_LOCAL -> ConflictStrategies.keepLocal();
                case MERGE_JSON -> ConflictStrategies.mergeJson();
            };
        }
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void lastWriteWins_anyOrder_endsInTheSameRecords(@ForAll long seed) {
        assertAnyOrderEndsAlike(seed, Strategy.LAST_WRITE_WINS);
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void highestConfidence_anyOrder_endsInTheSameRecords(@ForAll long seed) {
        assertAnyOrderEndsAlike(seed, Strategy.HIGHEST_CONFIDENCE);
    }

    private static void assertAnyOrderEndsAlike(long seed, Strategy strategy) {
        RandomDeltas random = new RandomDeltas(seed);
        List<Delta> deltas = random.list(DELTAS);
        Map<String, String> inOrder = contentAfter(strategy, List.of(deltas));
        for (int i = 0; i < 5; i++) {
            List<Delta> shuffled = random.withRepetitions(random.shuffled(deltas));
            assertThat(contentAfter(strategy, random.batches(shuffled))).isEqualTo(inOrder);
        }
    }

    /** A record without what depends on the order of arrival: its version and its moment here. */
    private static Map<String, String> contentAfter(Strategy strategy, List<List<Delta>> batches) {
        Map<String, String> content = new TreeMap<>();
        try (LiveResultsStore store = new InMemoryLiveResultsStore();
                MirrorStore mirror = open(store, strategy)) {
            batches.forEach(batch -> mirror.apply(DeltaBatch.of(batch)));
            MirrorState.of(mirror)
                    .records()
                    .forEach((resource, records) -> records.forEach(record -> content.put(
                            resource + "/" + record.recordId(),
                            record.payload() + " at " + record.occurredAt() + " by " + record.source() + " "
                                    + record.confidence())));
        }
        return content;
    }

    @Property(tries = 150, shrinking = ShrinkingMode.OFF)
    void everyStrategy_repeatedDeltas_changeNothing(@ForAll long seed, @ForAll Strategy strategy) {
        RandomDeltas random = new RandomDeltas(seed);
        List<Delta> deltas = random.list(DELTAS);
        try (LiveResultsStore store = new InMemoryLiveResultsStore();
                LiveResultsStore repeatedStore = new InMemoryLiveResultsStore();
                MirrorStore mirror = open(store, strategy);
                MirrorStore repeated = open(repeatedStore, strategy)) {
            random.batches(deltas).forEach(batch -> mirror.apply(DeltaBatch.of(batch)));
            random.batches(random.withRepetitions(deltas)).forEach(batch -> repeated.apply(DeltaBatch.of(batch)));
            assertThat(MirrorState.of(repeated).records())
                    .isEqualTo(MirrorState.of(mirror).records());
            if (strategy != Strategy.ARRIVAL_ORDER) { // there a delta that comes again later is a new arrival
                random.batches(random.shuffled(deltas)).forEach(batch -> repeated.apply(DeltaBatch.of(batch)));
                assertThat(MirrorState.of(repeated).records())
                        .isEqualTo(MirrorState.of(mirror).records());
            }
        }
    }

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void rebuild_equalsTheOriginal(@ForAll long seed, @ForAll Strategy strategy) {
        RandomDeltas random = new RandomDeltas(seed);
        try (LiveResultsStore store = new InMemoryLiveResultsStore();
                LiveResultsStore empty = new InMemoryLiveResultsStore();
                LiveResultsStore otherEmpty = new InMemoryLiveResultsStore();
                MirrorStore mirror = open(store, strategy)) {
            List<List<Delta>> batches = random.batches(random.withRepetitions(random.list(DELTAS)));
            int half = batches.size() / 2;
            apply(mirror, batches.subList(0, half));
            try (MirrorExport start = mirror.export()) {
                apply(mirror, batches.subList(half, batches.size()));
                MirrorState original = MirrorState.of(mirror);
                try (MirrorStore rebuilt = builder(empty, Strategy.KEEP_LOCAL).openAsRebuildOf(mirror);
                        MirrorStore continued =
                                builder(otherEmpty, Strategy.KEEP_LOCAL).openAsRebuildOf(start, mirror)) {
                    assertThat(MirrorState.of(rebuilt)).isEqualTo(original);
                    MirrorState partly = MirrorState.of(continued);
                    assertThat(partly.records()).isEqualTo(original.records());
                    assertThat(partly.tombstones()).isEqualTo(original.tombstones());
                    assertThat(partly.cursors()).isEqualTo(original.cursors());
                    assertThat(partly.head()).isEqualTo(original.head());
                }
            }
        }
    }

    private static void apply(MirrorStore mirror, List<List<Delta>> batches) {
        for (int i = 0; i < batches.size(); i++) {
            mirror.apply(
                    DeltaBatch.of(batches.get(i)).withCursor("crm", "c" + i).withCursor("crm", "r1", "r" + i));
            mirror.register("extra-" + i % 3);
        }
    }

    /** The oracle is as simple as can be: the newest delta of every record. */
    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void lastWriteWins_isTheNewestDelta(@ForAll long seed) {
        RandomDeltas random = new RandomDeltas(seed);
        List<Delta> deltas = random.list(DELTAS);
        Map<String, Delta> newest = new LinkedHashMap<>();
        deltas.forEach(delta -> newest.merge(
                delta.resource() + "/" + delta.recordId(),
                delta,
                (a, b) -> a.occurredAt().isAfter(b.occurredAt()) ? a : b));
        List<String> expected = new ArrayList<>();
        newest.forEach((name, delta) -> {
            if (delta.op() == DeltaOp.UPSERT) {
                expected.add(name);
            }
        });
        assertThat(contentAfter(Strategy.LAST_WRITE_WINS, random.batches(deltas))
                        .keySet())
                .isEqualTo(new TreeSet<>(expected));
    }

    private static MirrorStore open(LiveResultsStore store, Strategy strategy) {
        return builder(store, strategy).open();
    }

    private static MirrorBuilder builder(LiveResultsStore store, Strategy strategy) {
        return MirrorStore.over(store).clock(new TestClock()).strategy(strategy.strategy());
    }
}
