package io.afterimage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.RowCursor;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A snapshot that was never closed is closed, and reported with the place that opened it (C19). */
@Timeout(120)
class EngineSnapshotLeakTest {

    private static final int MOST_COLLECTIONS = 200;

    private final HeapDisk disk = new HeapDisk();
    private final Map<String, Throwable> leaked = new ConcurrentHashMap<>();
    private final CountDownLatch reported = new CountDownLatch(1);

    @AfterEach
    void engine_nothingMisusedOrLeftOpen() {
        assertThat(disk.misuse()).isEmpty();
        assertThat(disk.openThings()).isZero();
    }

    private EngineStore open() {
        EngineStore store = disk.open(StoreSettings.DEFAULT.withLeakListener((queryId, openedAt) -> {
            leaked.put(queryId, openedAt);
            reported.countDown();
        }));
        for (String queryId : List.of("forgotten", "walked", "closed")) {
            store.applyMutations(queryId, List.of(RowMutation.upsert(1, new byte[1])));
        }
        return store;
    }

    /** The place that the report must name. */
    private static void openAndForget(EngineStore store) {
        store.readSnapshot("forgotten").cursor();
    }

    private static RowCursor cursorOfASnapshotNobodyHolds(EngineStore store) {
        return store.readSnapshot("walked").cursor();
    }

    private void collectUntilReported() throws InterruptedException {
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            System.gc();
            if (reported.await(50, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        throw new AssertionError("No leak was reported after " + MOST_COLLECTIONS + " garbage collections.");
    }

    @Test
    void snapshot_forgotten_isClosedAndReportedWithItsOpener() throws Exception {
        try (EngineStore store = open()) {
            openAndForget(store);
            assertThat(store.openSnapshots()).isOne();
            collectUntilReported();
            assertThat(store.openSnapshots()).isZero();
        }
        assertThat(leaked)
                .hasSize(1)
                .hasEntrySatisfying(
                        "forgotten",
                        openedAt -> assertThat(openedAt.getStackTrace())
                                .extracting(StackTraceElement::getMethodName)
                                .contains("openAndForget"));
    }

    /** Others that could be taken for leaks, beside one that is, which shows that the collector has come by. */
    @Test
    void snapshot_closedOrStillWalkedOver_isNotReported() throws Exception {
        try (EngineStore store = open();
                RowCursor cursor = cursorOfASnapshotNobodyHolds(store)) {
            for (int i = 0; i < 3; i++) {
                try (Snapshot closed = store.readSnapshot("closed")) {
                    assertThat(closed.rowCount()).isOne();
                }
            }
            openAndForget(store);
            collectUntilReported();
            assertThat(leaked).containsOnlyKeys("forgotten");
            assertThat(store.openSnapshots()).isOne();
            assertThat(cursor.next()).isTrue();
        }
    }

    @Test
    void snapshot_leftOpenAtTheCloseOfItsStore_isNoLeak() throws Exception {
        try (EngineStore store = open()) {
            store.readSnapshot("walked").cursor();
        }
        try (EngineStore another = open()) {
            openAndForget(another);
            collectUntilReported();
        }
        assertThat(leaked).containsOnlyKeys("forgotten");
    }
}
