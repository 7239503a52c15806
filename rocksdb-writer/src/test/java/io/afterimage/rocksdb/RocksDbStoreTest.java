package io.afterimage.rocksdb;

import static io.afterimage.rocksdb.StoreFixture.QUERY;
import static io.afterimage.rocksdb.StoreFixture.bytes;
import static io.afterimage.rocksdb.StoreFixture.expectedRows;
import static io.afterimage.rocksdb.StoreFixture.open;
import static io.afterimage.rocksdb.StoreFixture.rows;
import static io.afterimage.rocksdb.StoreFixture.upserts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.Durability;
import io.afterimage.RefusedException;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.StoreLockedException;
import io.afterimage.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is particular to this backend; the contract itself is in {@code RocksDbContractTest}. */
class RocksDbStoreTest {

    @TempDir
    private Path temp;

    private Path directory() {
        return temp.resolve("store");
    }

    @Test
    void signatures_areOrderedUnsigned() {
        List<Long> ascending = List.of(0L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, -2L, -1L);
        try (var store = open(directory())) {
            store.applyMutations(
                    QUERY,
                    ascending.stream()
                            .sorted()
                            .map(it -> RowMutation.upsert(it, bytes("v" + it)))
                            .toList());
            assertThat(rows(store, QUERY)).extracting(Row::rowSignature).containsExactlyElementsOf(ascending);
            assertThat(store.row(QUERY, -1L)).contains(bytes("v-1"));
        }
    }

    @Test
    void openSnapshot_staysWhileEverythingMoves() {
        try (var store = open(directory())) {
            store.applyMutations(QUERY, upserts(0, 2_000));
            try (Snapshot before = store.readSnapshot(QUERY)) {
                store.clear(QUERY);
                store.applyMutations(QUERY, upserts(5_000, 5_010));
                assertThat(before.toList()).isEqualTo(expectedRows(0, 2_000));
            }
            assertThat(rows(store, QUERY)).isEqualTo(expectedRows(5_000, 5_010));
        }
    }

    @Test
    void hugeRow_comesBackThroughEveryRead() {
        byte[] huge = new byte[5 << 20];
        new java.util.Random(7).nextBytes(huge);
        try (var store = open(directory())) {
            store.applyMutations(QUERY, List.of(RowMutation.upsert(1, huge), RowMutation.upsert(2, new byte[0])));
            assertThat(store.row(QUERY, 1)).contains(huge);
            assertThat(rows(store, QUERY)).containsExactly(new Row(1, huge), new Row(2, new byte[0]));
        }
    }

    @Test
    void closedStore_hasASealAndReopensWithItsRows() {
        StoreFixture.createClosed(directory(), 3_000);
        assertThat(directory().resolve("SEAL")).exists();
        try (var store = open(directory())) {
            assertThat(directory().resolve("SEAL")).doesNotExist();
            assertThat(rows(store, QUERY)).isEqualTo(expectedRows(0, 3_000));
        }
    }

    @Test
    void manyClears_stayCheapAndCorrect() {
        try (var store = open(directory())) {
            for (int round = 0; round < 300; round++) {
                store.applyMutations(QUERY, upserts(0, 10));
                store.clear(QUERY);
                assertThat(store.row(QUERY, 3)).isEmpty();
            }
            assertThat(store.verifyAll()).allMatch(Verification::passed);
        }
    }

    @Test
    void secondWriter_isToldWhoHoldsTheStore() {
        try (var store = open(directory())) {
            assertThat(store.rowCount(QUERY)).isZero();
            assertThatThrownBy(() -> open(directory()))
                    .isInstanceOf(StoreLockedException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void directoryOfSomebodyElse_isRefusedAndLeftAlone() throws Exception {
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("thesis.txt"), "years of work");
        assertThatThrownBy(() -> open(directory()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("thesis.txt");
        assertThat(StoreFixture.contents(directory())).containsOnlyKeys("thesis.txt");
    }

    @Test
    void volatileDurability_isRefused() {
        assertThatThrownBy(() -> RocksDbLiveResultsStore.at(directory())
                        .durability(Durability.NOTHING)
                        .open())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("in-memory");
        assertThat(directory()).doesNotExist();
    }

    @Test
    void processCrashDurability_keepsRowsThroughAReopen() {
        try (var store = RocksDbLiveResultsStore.at(directory())
                .settings(StoreFixture.SMALL)
                .durability(Durability.PROCESS_CRASH)
                .open()) {
            store.applyMutations(QUERY, upserts(0, 100));
        }
        try (var store = open(directory())) {
            assertThat(rows(store, QUERY)).isEqualTo(expectedRows(0, 100));
        }
    }
}
