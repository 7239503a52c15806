package io.afterimage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The parts of a snapshot yield every row exactly once, in order, at every edge of the signature space. */
class SnapshotSplitTest {

    @Property
    void parts_inTheirOrder_yieldAllRowsInOrder(
            @ForAll("signatures") List<Long> signatures, @ForAll @IntRange(min = 1, max = 1_024) int parts) {
        try (InMemoryLiveResultsStore store = new InMemoryLiveResultsStore()) {
            store.applyMutations("q", upserts(signatures));
            try (Snapshot snapshot = store.readSnapshot("q")) {
                assertThat(snapshot.split(parts)).hasSize(parts);
                assertThat(signatures(snapshot.split(parts))).containsExactlyElementsOf(sorted(signatures));
            }
        }
    }

    /** The keys on both sides of each border: the ones that a range which is off by one loses or doubles. */
    @Example
    void parts_atTheirOwnBorders_loseAndDoubleNothing() {
        for (int parts : new int[] {1, 2, 3, 7, 64, 1_000, 1_023, 1_024}) {
            List<Long> borders = new ArrayList<>(List.of(0L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, -2L, -1L));
            long width = Long.divideUnsigned(-1L, parts);
            for (int part = 1; part <= parts; part++) {
                borders.addAll(List.of(part * width - 1, part * width, part * width + 1, part * (width + 1)));
            }
            parts_inTheirOrder_yieldAllRowsInOrder(borders, parts);
        }
    }

    @Example
    void uniformSignatures_areBalanced() {
        List<Long> uniform = new ArrayList<>();
        new SplittableRandom(1).longs(8_000).forEach(uniform::add);
        try (InMemoryLiveResultsStore store = new InMemoryLiveResultsStore()) {
            store.applyMutations("q", upserts(uniform));
            for (RowCursor part : store.readSnapshot("q").split(8)) {
                assertThat(signatures(List.of(part))).hasSizeBetween(800, 1_200);
            }
        }
    }

    @Example
    void parts_outsideTheirLimits_areRefused() {
        try (InMemoryLiveResultsStore store = new InMemoryLiveResultsStore()) {
            Snapshot snapshot = store.readSnapshot("q");
            for (int parts : new int[] {Integer.MIN_VALUE, -1, 0, 1_025, Integer.MAX_VALUE}) {
                assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> snapshot.split(parts));
            }
        }
    }

    @Provide
    Arbitrary<List<Long>> signatures() {
        return Arbitraries.oneOf(
                        Arbitraries.longs(),
                        Arbitraries.of(0L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, -1L),
                        Arbitraries.integers().between(0, 63).map(bit -> 1L << bit))
                .list()
                .ofMaxSize(50);
    }

    private static List<Long> signatures(List<RowCursor> parts) {
        List<Long> signatures = new ArrayList<>();
        for (RowCursor part : parts) {
            while (part.next()) {
                signatures.add(part.rowSignature());
            }
        }
        return signatures;
    }

    private static Set<Long> sorted(List<Long> signatures) {
        Set<Long> sorted = new TreeSet<>(Long::compareUnsigned);
        sorted.addAll(signatures);
        return sorted;
    }

    private static List<RowMutation> upserts(List<Long> signatures) {
        return signatures.stream()
                .map(signature -> RowMutation.upsert(signature, new byte[1]))
                .toList();
    }
}
