package io.afterimage.mirror;

import static io.afterimage.mirror.Samples.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.StoreUnavailableException;
import io.afterimage.tck.ForwardingStore;
import io.afterimage.tck.TroubledStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cache saves reads, as counted at the store, and never knows better than it. */
class RowCacheTest {

    /** Counts what is asked of it. */
    private static final class CountedStore extends ForwardingStore {

        private long reads;

        CountedStore(LiveResultsStore inner) {
            super(inner);
        }

        @Override
        public Optional<byte[]> row(String queryId, long rowSignature) {
            reads++;
            return super.row(queryId, rowSignature);
        }
    }

    /** 1,000 records, each changed ten times in batches of 100. */
    private static long readsOf(long cacheBytes) {
        try (CountedStore store = new CountedStore(new InMemoryLiveResultsStore());
                MirrorStore mirror = MirrorStore.over(store).cache(cacheBytes).open()) {
            for (int round = 0; round < 10; round++) {
                for (int from = 0; from < 1_000; from += 100) {
                    List<Delta> deltas = new ArrayList<>();
                    for (int i = from; i < from + 100; i++) {
                        deltas.add(put("r", "id-" + i, round, "{\"n\":" + round + "}"));
                    }
                    mirror.apply(DeltaBatch.of(deltas));
                }
            }
            return store.reads;
        }
    }

    @Test
    void conflictReads_areSaved_asFarAsTheBytesGo() {
        long without = readsOf(0);
        long with = readsOf(MirrorBuilder.DEFAULT_CACHE_BYTES);
        long some = readsOf(100_000);
        System.out.println(
                "store reads for 10,000 deltas: no cache " + without + ", 100 kB " + some + ", 16 MiB " + with);
        assertThat(without).isEqualTo(10_000 + 100); // a record each, and the resource once per batch
        assertThat(with).isEqualTo(1_000 + 1);
        assertThat(some).isBetween(with + 1, without - 1);
    }

    @Test
    void failedCommit_leavesNothingOfItself() {
        try (TroubledStore store = new TroubledStore(new InMemoryLiveResultsStore());
                MirrorStore mirror = MirrorStore.over(store).open()) {
            mirror.apply(DeltaBatch.of(put("r", "1", 1, "1")));
            store.failBeforeCommit(new StoreUnavailableException("no", null));
            assertThatThrownBy(() -> mirror.apply(DeltaBatch.of(put("r", "1", 5, "5"), put("r", "2", 5, "5"))))
                    .isInstanceOf(StoreUnavailableException.class);
            assertNextVersions(mirror, 2, 1);
        }
    }

    @Test
    void unknownOutcome_isReadAgain() {
        for (boolean written : new boolean[] {false, true}) {
            try (TroubledStore store = new TroubledStore(new InMemoryLiveResultsStore());
                    MirrorStore mirror = MirrorStore.over(store).open()) {
                mirror.apply(DeltaBatch.of(put("r", "1", 1, "1")));
                OutcomeUnknownException trouble = new OutcomeUnknownException("who knows", null);
                if (written) {
                    store.failAfterCommit(trouble);
                } else {
                    store.failBeforeCommit(trouble);
                }
                assertThatThrownBy(() -> mirror.apply(DeltaBatch.of(put("r", "1", 2, "2"), put("r", "2", 2, "2"))))
                        .isSameAs(trouble);
                assertNextVersions(mirror, written ? 3 : 2, written ? 2 : 1);
            }
        }
    }

    private static void assertNextVersions(MirrorStore mirror, long... versions) {
        BatchResult next = mirror.apply(DeltaBatch.of(put("r", "1", 9, "9"), put("r", "2", 9, "9")));
        assertThat(next.outcomes().stream().mapToLong(DeltaOutcome::version)).containsExactly(toList(versions));
        MirrorState.of(mirror); // counts agree
    }

    private static Long[] toList(long... values) {
        return java.util.Arrays.stream(values).boxed().toArray(Long[]::new);
    }

    @Test
    void twoMirrorsOnOneStore_areRight() {
        try (LiveResultsStore store = new InMemoryLiveResultsStore();
                MirrorStore one = MirrorStore.over(store).open();
                MirrorStore other = MirrorStore.over(store).open()) {
            for (int i = 0; i < 20; i++) {
                (i % 3 == 0 ? one : other)
                        .apply(DeltaBatch.of(put("r", "1", i, "" + i), put("r", "id-" + i % 4, i, "1")));
            }
            assertThat(one.record("r", "1")).map(MirroredRecord::version).contains(20L);
            assertThat(MirrorState.of(one)).isEqualTo(MirrorState.of(other));
            assertThat(MirrorState.of(one).events()).hasSize(40);
        }
    }
}
