package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.del;
import static io.afterimage.mirror.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names of one signature: resources, records and tombstones are told apart, never merged. */
class CollisionTest {

    /** Two signatures for everything. */
    private static final Signatures COLLIDING = new Signatures(bytes -> bytes[bytes.length - 1] % 2 == 0 ? 0 : -1);

    @TempDir
    private Path directory;

    private MirrorStore open(LiveResultsStore store) {
        return MirrorStore.over(store)
                .clock(new TestClock())
                .signatures(COLLIDING)
                .open();
    }

    @ParameterizedTest
    @EnumSource(names = {"ROCKSDB", "SQLITE"})
    void collidingNames_behaveAsAllOthers_throughReopenAndRebuild(TestEngine engine) {
        List<DeltaBatch> batches = batches();
        MirrorState expected;
        try (LiveResultsStore plain = new InMemoryLiveResultsStore();
                MirrorStore mirror =
                        MirrorStore.over(plain).clock(new TestClock()).open()) {
            batches.forEach(mirror::apply);
            expected = MirrorState.of(mirror);
        }
        for (DeltaBatch batch : batches) {
            try (LiveResultsStore store = engine.open(directory);
                    MirrorStore mirror = open(store)) {
                mirror.apply(batch);
            }
        }
        try (LiveResultsStore store = engine.open(directory);
                MirrorStore mirror = open(store);
                LiveResultsStore empty = new InMemoryLiveResultsStore();
                MirrorStore rebuilt = MirrorStore.over(empty)
                        .clock(new TestClock())
                        .signatures(COLLIDING)
                        .openAsRebuildOf(mirror)) {
            assertThat(store.rowCount(MirrorQueries.records("r1"))).isEqualTo(2);
            assertSame(MirrorState.of(mirror), expected);
            assertThat(MirrorState.of(rebuilt)).isEqualTo(MirrorState.of(mirror));
            for (int pageSize : new int[] {1, 2, 7, 1_000}) {
                assertThat(Samples.records(mirror, "r1", pageSize))
                        .containsExactlyInAnyOrderElementsOf(expected.records().get("r1"));
            }
        }
    }

    /** All but the order of lists. */
    private static void assertSame(MirrorState found, MirrorState expected) {
        assertThat(found.resources()).isEqualTo(expected.resources());
        assertThat(found.events()).isEqualTo(expected.events());
        assertThat(found.cursors()).isEqualTo(expected.cursors());
        assertThat(found.tombstones()).containsExactlyInAnyOrderElementsOf(expected.tombstones());
        expected.records()
                .forEach((resource, records) ->
                        assertThat(found.records().get(resource)).containsExactlyInAnyOrderElementsOf(records));
    }

    private static List<DeltaBatch> batches() {
        List<DeltaBatch> batches = new ArrayList<>();
        for (int round = 1; round <= 3; round++) {
            int second = round;
            List<Delta> deltas = new ArrayList<>();
            for (String resource : List.of("r1", "r2", "r3")) {
                IntStream.range(0, 30)
                        .mapToObj(i -> (i + second) % 3 == 0
                                ? del(resource, "id-" + i, second)
                                : put(resource, "id-" + i, second, "{\"n\":" + i * second + "}"))
                        .forEach(deltas::add);
            }
            batches.add(DeltaBatch.of(deltas).withCursor("crm", "c" + round));
        }
        return batches;
    }
}
