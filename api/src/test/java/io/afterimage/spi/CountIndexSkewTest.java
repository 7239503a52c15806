package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.RowMutation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small numbers as signatures, counted up: no hashes, so that all rows are in one corner of the space and no split halves
 * a partition. The count stays exact, the index within its limit, and what does not fit is not read again and again.
 */
@Timeout(120)
class CountIndexSkewTest {

    private static final int ROWS = 40_000;
    private static final int AT_ONCE = 4_000;

    private final HeapDisk disk = new HeapDisk();

    @AfterEach
    void engine_nothingMisusedOrLeftOpen() {
        assertThat(disk.misuse()).isEmpty();
        assertThat(disk.openThings()).isZero();
    }

    private static List<RowMutation> upserts(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(signature -> RowMutation.upsert(signature, new byte[1]))
                .toList();
    }

    private EngineStore open(long limitBytes) {
        return disk.open(StoreSettings.DEFAULT.withCountIndexBytes(limitBytes));
    }

    /** Nothing fits; some fits; a partition fits but not all of it; all fits. */
    @ParameterizedTest
    @ValueSource(longs = {0, 20_000, 300_000, 1 << 30})
    void rowCount_countedUpThroughReopens_isExactWithinTheLimit(long limitBytes) {
        for (int from = 0; from < ROWS; from += 2 * AT_ONCE) {
            try (EngineStore store = open(limitBytes)) {
                for (int at = from; at < from + 2 * AT_ONCE; at += AT_ONCE) {
                    store.applyMutations("q", upserts(Math.max(0, at - AT_ONCE / 2), at + AT_ONCE)); // a third is old
                    assertThat(store.rowCount("q")).isEqualTo(at + AT_ONCE);
                    assertThat(store.countIndexBytes()).isLessThanOrEqualTo(limitBytes);
                }
            }
        }
        try (EngineStore store = open(limitBytes)) {
            List<RowMutation> deletes = new ArrayList<>();
            for (long signature = 0; signature < ROWS + 100; signature += 2) {
                deletes.add(RowMutation.delete(signature));
            }
            store.applyMutations("q", deletes);
            assertThat(store.rowCount("q")).isEqualTo(ROWS / 2);
            assertThat(store.verify("q").passed()).isTrue();
        }
    }

    @Test
    void partition_biggerThanTheLimit_isNotReadInVainAgainAndAgain() {
        int groups = 40;
        try (EngineStore store = open(1L << 30)) {
            store.applyMutations("q", upserts(0, ROWS));
        }
        try (EngineStore store = open(100_000)) { // 16 partitions of 2,500 rows, it believes: 40 KB each
            AtomicInteger walks = new AtomicInteger();
            disk.onCall(call -> {
                if (call.equals("signatures")) {
                    walks.incrementAndGet();
                }
            });
            for (int group = 0; group < groups; group++) {
                store.applyMutations("q", upserts(group * 500L, group * 500L + 1_000));
            }
            assertThat(store.rowCount("q")).isEqualTo(ROWS);
            assertThat(walks).as("walks over the one full partition").hasValueLessThanOrEqualTo(2);
        }
    }

    @Test
    void partition_thatFits_isReadOnceAndThenKnown() {
        try (EngineStore store = open(1L << 30)) {
            store.applyMutations("q", upserts(0, ROWS));
        }
        try (EngineStore store = open(1L << 30)) {
            store.applyMutations("q", upserts(0, 5_000));
            AtomicInteger reads = new AtomicInteger();
            disk.onCall(call -> {
                if (call.equals("signatures") || call.equals("rowsPresent")) {
                    reads.incrementAndGet();
                }
            });
            store.applyMutations("q", upserts(0, ROWS));
            assertThat(store.rowCount("q")).isEqualTo(ROWS);
            assertThat(reads).hasValue(0);
        }
    }
}
