package io.afterimage.rocksdb;

import static io.afterimage.rocksdb.StoreFixture.open;
import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import io.afterimage.Snapshot;
import io.afterimage.StoreUnavailableException;
import io.afterimage.Verification;
import io.afterimage.spi.EngineStore;
import io.afterimage.spi.StoreSettings;
import io.afterimage.tck.torture.FaultPlan;
import io.afterimage.tck.torture.FaultyEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replacements that are large enough to be loaded as tables (C15): their rows, their faults, their leftovers. */
class TableLoaderTest {

    private static final String Q = "q";
    private static final int ROWS = 12_000;
    private static final int KILLS = 5;

    @TempDir
    private Path temp;

    /** Replaces all rows again and again by those of the next sequence, until it is killed. */
    static final class Child {

        private Child() {}

        public static void main(String[] arguments) {
            LiveResultsStore store = open(Path.of(arguments[0]));
            for (long sequence = store.position(Q).sequence() + 1; ; sequence++) {
                store.replaceAll(Q, new Position(0, sequence, 0), RowSource.of(rows(sequence)));
                System.out.println(sequence);
            }
        }
    }

    private static List<Row> rows(long sequence) {
        List<Row> rows = new ArrayList<>(ROWS);
        for (int i = 0; i < ROWS; i++) {
            rows.add(new Row(
                    i * 0x9E3779B97F4A7C15L,
                    ByteBuffer.allocate(40).putLong(sequence).array()));
        }
        return rows;
    }

    private static List<Row> inOrder(List<Row> rows) {
        return rows.stream()
                .sorted((one, other) -> Long.compareUnsigned(one.rowSignature(), other.rowSignature()))
                .toList();
    }

    private static void assertHolds(LiveResultsStore store, long sequence) {
        try (Snapshot snapshot = store.readSnapshot(Q)) {
            assertThat(snapshot.position().sequence()).isEqualTo(sequence);
            assertThat(snapshot.rowCount()).isEqualTo(ROWS);
            assertThat(snapshot.toList()).isEqualTo(inOrder(rows(sequence)));
        }
        assertThat(store.verifyAll()).allMatch(Verification::passed);
    }

    private List<Path> filesAside() throws IOException {
        try (var files = Files.list(temp.resolve("store/aside"))) {
            return files.toList();
        }
    }

    @Test
    void manyRowsInAnyOrder_areThere_andNothingStaysAside() throws IOException {
        List<Row> twice = new ArrayList<>(rows(1));
        Collections.shuffle(twice, new Random(3));
        twice.addAll(rows(2));
        try (LiveResultsStore store = open(temp.resolve("store"))) {
            store.replaceAll(Q, new Position(0, 1, 0), RowSource.of(rows(1)));
            store.replaceAll(Q, new Position(0, 2, 0), RowSource.of(twice));
            assertHolds(store, 2);
        }
        assertThat(filesAside()).isEmpty();
        try (LiveResultsStore store = open(temp.resolve("store"))) {
            assertHolds(store, 2);
        }
    }

    /** Sorted through files, written as several tables, and counted on the way, with and without room for the index. */
    @ParameterizedTest
    @ValueSource(longs = {0, 64 << 20})
    void moreRowsThanMemory_areThere_andLaterWritesCountThem(long countIndexBytes) throws IOException {
        Path directory = temp.resolve("store");
        int rows = 40_000;
        try (LiveResultsStore store = RocksDbLiveResultsStore.at(directory)
                .memoryBudgetBytes(8 << 20)
                .countIndexBytes(countIndexBytes)
                .open()) {
            store.replaceAll(Q, new Position(0, 1, 0), new LongRows(rows));
            assertThat(store.rowCount(Q)).isEqualTo(rows);
            assertThat(filesAside()).isEmpty();
            assertThat(tables(directory)).hasSizeGreaterThan(1);
            store.applyMutations(Q, List.of(RowMutation.upsert(LongRows.signature(7), new byte[1])));
            store.applyMutations(Q, List.of(RowMutation.delete(LongRows.signature(8)), RowMutation.delete(5)));
            store.applyMutations(Q, List.of(RowMutation.upsert(5, new byte[1])));
            assertThat(store.rowCount(Q)).isEqualTo(rows);
            assertThat(store.row(Q, LongRows.signature(9))).contains(LongRows.bytes(rows + 9));
            assertThat(store.verifyAll()).allMatch(Verification::passed);
        }
    }

    private static List<Path> tables(Path directory) throws IOException {
        try (var files = Files.list(directory.resolve("db"))) {
            return files.filter(file -> file.toString().endsWith(".sst")).toList();
        }
    }

    /** Every row twice, the second time with other bytes. */
    private static final class LongRows implements RowSource {

        private final int rows;
        private int read = -1;

        LongRows(int rows) {
            this.rows = rows;
        }

        static long signature(int row) {
            return row * 0x9E3779B97F4A7C15L;
        }

        static byte[] bytes(int row) {
            byte[] bytes = new byte[2_000];
            new Random(row).nextBytes(bytes);
            return bytes;
        }

        @Override
        public boolean next() {
            return ++read < 2 * rows;
        }

        @Override
        public long rowSignature() {
            return signature(read % rows);
        }

        @Override
        public byte[] data() {
            return bytes(read);
        }
    }

    @Test
    void everyCallThatFails_leavesTheOldRows_andTheNextTrySucceeds() throws IOException {
        FaultPlan plan = new FaultPlan();
        Path directory = temp.resolve("store");
        StoreSettings settings = StoreSettings.DEFAULT.withMemoryBudgetBytes(16 << 20);
        try (LiveResultsStore store = new EngineStore(
                new FaultyEngine(RocksDbEngine.open(directory, settings), plan), settings, directory.toString())) {
            long sequence = 1;
            store.replaceAll(Q, new Position(0, sequence, 0), RowSource.of(rows(sequence)));
            boolean met = true;
            for (int call = 1; met; call++) {
                plan.failAt(FaultPlan.Fault.UNAVAILABLE, call);
                try {
                    store.replaceAll(Q, new Position(0, sequence + 1, 0), RowSource.of(rows(sequence + 1)));
                    sequence++;
                } catch (StoreUnavailableException e) {
                    assertThat(e).hasMessageContaining("injected");
                }
                met = plan.fired();
                plan.disarm();
                assertHolds(store, sequence);
                assertThat(filesAside()).isEmpty();
            }
            assertThat(sequence).as("the last try met no fault").isEqualTo(2);
        }
    }

    @Test
    void killedInTheMiddle_isTheOldRowsOrTheNew_andLeavesNothingAside() throws Exception {
        Path directory = temp.resolve("store");
        open(directory).close();
        Random random = new Random(5);
        for (int kill = 0; kill < KILLS; kill++) {
            long acknowledged = replaceAndKill(directory, 1 + random.nextInt(6), random.nextInt(8));
            try (LiveResultsStore store = open(directory)) {
                long sequence = store.position(Q).sequence();
                assertThat(sequence).isBetween(acknowledged, acknowledged + 1);
                assertHolds(store, sequence);
                assertThat(filesAside()).isEmpty();
            }
        }
    }

    /** Kills the child some moments after it has acknowledged so many replacements. */
    private static long replaceAndKill(Path directory, int replacements, int moments) throws Exception {
        Process child = ChildJvm.start(ChildJvm.command(Child.class, directory));
        try (BufferedReader output = child.inputReader()) {
            String last = "";
            for (int i = 0; i < replacements; i++) {
                last = ChildJvm.readUntil(output, line -> true);
            }
            for (int i = 0; i < moments; i++) {
                open(temp(directory, i)).close(); // takes about as long as a part of a replacement
            }
            child.toHandle().destroyForcibly();
            String later = ChildJvm.readUntil(output, line -> false);
            return Long.parseLong(later.isEmpty() ? last : later);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private static Path temp(Path directory, int i) {
        return directory.resolveSibling("moment-" + i);
    }

    @Test
    void leftoverOfACrash_isRemovedByTheNextOpen() throws IOException {
        Path directory = temp.resolve("store");
        try (LiveResultsStore store = open(directory)) {
            store.replaceAll(Q, new Position(0, 1, 0), RowSource.of(rows(1)));
        }
        Files.writeString(directory.resolve("aside/rows1.sst"), "half a table");
        try (LiveResultsStore store = open(directory)) {
            assertHolds(store, 1);
            assertThat(filesAside()).isEmpty();
        }
    }
}
