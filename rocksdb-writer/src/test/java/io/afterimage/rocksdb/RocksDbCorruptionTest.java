package io.afterimage.rocksdb;

import static io.afterimage.rocksdb.StoreFixture.QUERY;
import static io.afterimage.rocksdb.StoreFixture.createClosed;
import static io.afterimage.rocksdb.StoreFixture.flip;
import static io.afterimage.rocksdb.StoreFixture.only;
import static io.afterimage.rocksdb.StoreFixture.open;
import static io.afterimage.rocksdb.StoreFixture.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.CorruptStoreException;
import io.afterimage.Row;
import io.afterimage.Snapshot;
import io.afterimage.Verification;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damages every kind of file (C20). Damage is reported, or it has not changed what is read; nothing in between. */
class RocksDbCorruptionTest {

    private static final int ROWS = 4_000;
    private static final int LAST_SEQUENCE = 300;

    @TempDir
    private Path temp;

    private Path directory() {
        return temp.resolve("store");
    }

    private Path files() {
        return directory().resolve("db");
    }

    @Test
    void flippedByteInTheMiddleOfATable_isFoundByVerifyAndBySnapshot() throws Exception {
        createClosed(directory(), ROWS);
        Path table = only(files(), "", ".sst");
        flip(table, Files.size(table) / 2);
        try (var store = open(directory())) {
            assertThat(store.verifyAll()).anyMatch(it -> !it.passed());
            try (Snapshot snapshot = store.readSnapshot(QUERY)) {
                assertThatThrownBy(snapshot::toList)
                        .isInstanceOfSatisfying(
                                CorruptStoreException.class,
                                e -> assertThat(e.queryId()).contains(QUERY));
            }
        }
    }

    @Test
    void flippedByteAnywhereInATable_isReportedOrHarmless() throws Exception {
        createClosed(directory(), ROWS);
        Path table = only(files(), "", ".sst");
        Random random = new Random(20);
        for (int round = 0; round < 15; round++) {
            long at = random.nextLong(Files.size(table));
            flip(table, at);
            assertReportedOrHarmless("offset " + at);
            flip(table, at);
            Files.deleteIfExists(directory().resolve("SEAL"));
        }
    }

    private void assertReportedOrHarmless(String what) {
        try (var store = open(directory())) {
            assertThat(rows(store, QUERY)).as(what).isEqualTo(StoreFixture.expectedRows(0, ROWS));
            assertThat(store.verifyAll()).as(what).hasSize(2);
        } catch (CorruptStoreException reported) {
            assertThat(reported).as(what).hasMessageContaining("damaged");
        }
    }

    @Test
    void rowUnderAWrongChecksum_isNamedByQueryAndSignature() {
        try (var store = open(directory())) {
            store.applyMutations(QUERY, StoreFixture.upserts(0, 10));
            damageRow(store, 7);
            assertThatThrownBy(() -> store.row(QUERY, 7)).isInstanceOfSatisfying(CorruptStoreException.class, e -> {
                assertThat(e.queryId()).contains(QUERY);
                assertThat(e.rowSignature()).hasValue(7);
            });
            assertThatThrownBy(() -> rows(store, QUERY))
                    .isInstanceOfSatisfying(
                            CorruptStoreException.class,
                            e -> assertThat(e.rowSignature()).hasValue(7));
            assertThat(store.row(QUERY, 6)).contains(StoreFixture.bytesOfRow(6));
            assertThat(store.verify(QUERY).problems()).anyMatch(it -> it.contains("Signature: 7"));
        }
    }

    private static void damageRow(RocksDbLiveResultsStore store, long signature) {
        store.gauge(engine -> {
            byte[] key = Keys.row(1, 0, signature);
            for (int epoch = 0; epoch < 3; epoch++) {
                key = Keys.row(1, epoch, signature);
                try {
                    byte[] value = engine.rocks().db.get(engine.rocks().rows, key);
                    if (value != null) {
                        value[value.length - 1] ^= 1;
                        engine.rocks().db.put(engine.rocks().rows, key, value);
                        return 1;
                    }
                } catch (org.rocksdb.RocksDBException e) {
                    throw new AssertionError(e);
                }
            }
            throw new AssertionError("no such row");
        });
    }

    @Test
    void recordsUnderUnknownQueries_areProblems() {
        try (var store = open(directory())) {
            store.applyMutations(QUERY, StoreFixture.upserts(0, 10));
            store.gauge(engine -> {
                try (var batch = engine.newBatch()) {
                    batch.putRow(99, 0, 1, new byte[1]);
                    batch.putSourcePosition(98, "source", new byte[1]);
                    batch.commit();
                }
                return 1;
            });
            Verification files = store.verifyAll().get(0);
            assertThat(files.problems())
                    .anyMatch(it -> it.contains("rows") && it.contains("99"))
                    .anyMatch(it -> it.contains("source positions") && it.contains("98"))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MANIFEST-", "CURRENT"})
    void flippedByteInASmallFileOfAClosedStore_isReported(String start) throws Exception {
        createClosed(directory(), 100);
        Path file = only(files(), start, "");
        for (long at = 0; at < Files.size(file); at += 7) {
            flip(file, at);
            assertThatThrownBy(() -> open(directory())).isInstanceOf(CorruptStoreException.class);
            flip(file, at);
        }
        open(directory()).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {".sst", "MANIFEST-", "CURRENT"})
    void missingFileOfAClosedStore_isReported(String file) throws Exception {
        createClosed(directory(), 100);
        Files.delete(file.startsWith(".") ? only(files(), "", file) : only(files(), file, ""));
        assertThatThrownBy(() -> open(directory())).isInstanceOf(CorruptStoreException.class);
        assertThatThrownBy(() -> StoreFixture.openReader(directory())).isInstanceOf(CorruptStoreException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {".sst", "MANIFEST-", "CURRENT"})
    void missingFileOfAKilledStore_isReported(String file) throws Exception {
        createClosed(directory(), 100);
        Files.delete(directory().resolve("SEAL"));
        Files.delete(file.startsWith(".") ? only(files(), "", file) : only(files(), file, ""));
        assertThatThrownBy(() -> open(directory())).isInstanceOf(CorruptStoreException.class);
    }

    @Test
    void cutFileOfAClosedStore_isReported() throws Exception {
        createClosed(directory(), 100);
        for (String start : new String[] {"MANIFEST-", "0000"}) {
            Path file = only(files(), start, "");
            byte[] content = Files.readAllBytes(file);
            cut(file, content.length - 1);
            assertThatThrownBy(() -> open(directory())).isInstanceOf(CorruptStoreException.class);
            Files.write(file, content);
        }
        open(directory()).close();
    }

    @Test
    void damagedSeal_isReported() throws Exception {
        createClosed(directory(), 100);
        Path seal = directory().resolve("SEAL");
        for (long at = 0; at < Files.size(seal); at += 5) {
            flip(seal, at);
            assertThatThrownBy(() -> open(directory())).isInstanceOf(CorruptStoreException.class);
            flip(seal, at);
        }
    }

    @Test
    void flippedByteAnywhereInTheLogOfAKilledStore_isReported() throws Exception {
        kill();
        Path log = only(files(), "", ".log");
        Random random = new Random(4);
        for (int round = 0; round < 60; round++) {
            long size = Files.size(log);
            long at = round % 2 == 0 ? random.nextLong(size) : size - 1 - random.nextInt(500);
            flip(log, at);
            assertThatThrownBy(() -> open(directory())).as("offset " + at).isInstanceOf(CorruptStoreException.class);
            flip(log, at);
        }
        try (var store = open(directory())) {
            assertThat(store.position(QUERY).sequence()).isEqualTo(LAST_SEQUENCE);
        }
    }

    @Test
    void logCutAnywhereAfterAKill_isReported() throws Exception {
        kill();
        Path log = only(files(), "", ".log");
        byte[] whole = Files.readAllBytes(log);
        for (int length : new int[] {0, 1, whole.length / 3, whole.length - 20, whole.length - 1}) {
            Path copy = copyOfStore();
            cut(copy.resolve("db").resolve(log.getFileName()), length);
            assertThatThrownBy(() -> StoreFixture.openReader(copy)).isInstanceOf(CorruptStoreException.class);
            assertThatThrownBy(() -> open(copy)).isInstanceOf(CorruptStoreException.class);
            assertThatThrownBy(() -> open(copy))
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("acknowledged");
        }
        Path copy = copyOfStore();
        cut(copy.resolve("db").resolve(log.getFileName()), afterRecord(whole, LAST_SEQUENCE / 2));
        assertThatThrownBy(() -> open(copy)).isInstanceOf(CorruptStoreException.class);
    }

    /** Where a record of a log of one block ends. */
    private static int afterRecord(byte[] log, int records) {
        int at = 0;
        for (int record = 0; record < records; record++) {
            at += 7 + (log[at + 4] & 0xFF) + ((log[at + 5] & 0xFF) << 8);
        }
        return at;
    }

    private Path copyOfStore() throws IOException {
        Path copy = Files.createTempDirectory(temp, "copy");
        Files.createDirectory(copy.resolve("db"));
        try (var files = Files.walk(directory())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(directory().relativize(file)));
            }
        }
        return copy;
    }

    @Test
    void logCutInItsLastRecord_opensAtAPrefix_whereNothingSaysThatItWasAcknowledged() throws Exception {
        kill();
        Path log = only(files(), "", ".log");
        cut(log, Files.size(log) - 20);
        Files.delete(directory().resolve("MARK"));
        try (var store = open(directory())) {
            assertThat(store.position(QUERY).sequence()).isEqualTo(LAST_SEQUENCE - 1);
            assertThat(rows(store, QUERY))
                    .extracting(Row::rowSignature)
                    .hasSize(LAST_SEQUENCE - 1)
                    .doesNotContain((long) LAST_SEQUENCE);
            assertThat(store.verifyAll()).allMatch(Verification::passed);
        }
    }

    private void kill() throws Exception {
        Process child = ChildJvm.start(ChildJvm.command(EndlessWriter.class, directory(), LAST_SEQUENCE));
        child.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        assertThat(child.waitFor()).isEqualTo(137);
    }

    private static void cut(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
