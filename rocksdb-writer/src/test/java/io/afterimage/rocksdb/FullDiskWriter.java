package io.afterimage.rocksdb;

import static io.afterimage.rocksdb.StoreFixture.QUERY;
import static io.afterimage.rocksdb.StoreFixture.bytes;

import io.afterimage.AfterimageException;
import io.afterimage.LiveResultsStore;
import io.afterimage.OutcomeUnknownException;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;

/**
 * A child that writes until there is no room, checks what C22 promises, makes room, goes on, and checks again. Its last
 * line says how it went on: {@code resumed} in the open store, or {@code reopened} in the same process.
 */
final class FullDiskWriter {

    private static final long MOST_BALLAST_BYTES = 40 << 20; // where the disk is not a small one

    private final Path directory;
    private final Path ballast;
    private final long memoryBudgetBytes;
    private final int rowBytes;
    private long written;

    private FullDiskWriter(Path disk, long memoryBudgetBytes, int rowBytes) {
        this.directory = disk.resolve("store");
        this.ballast = disk.resolve("ballast");
        this.memoryBudgetBytes = memoryBudgetBytes;
        this.rowBytes = rowBytes;
    }

    public static void main(String[] arguments) throws IOException {
        FullDiskWriter writer =
                new FullDiskWriter(Path.of(arguments[0]), Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
        Files.write(writer.ballast, new byte[Integer.parseInt(arguments[3])]);
        System.out.println(
                switch (arguments[4]) {
                    case "close" -> writer.closeWhileFull();
                    case "closeAfterwards" -> writer.closeAfterwards();
                    default -> writer.writeOn();
                });
    }

    private LiveResultsStore open() {
        return RocksDbLiveResultsStore.at(directory)
                .memoryBudgetBytes(memoryBudgetBytes)
                .open();
    }

    private String writeOn() throws IOException {
        LiveResultsStore store = open();
        AfterimageException full = fill(store);
        require(fill(store).getClass() == full.getClass(), "the same error again");
        Files.delete(ballast);
        boolean reopen = full instanceof OutcomeUnknownException;
        if (reopen) {
            store.close();
            store = open();
            written = store.rowCount(QUERY); // of an unknown outcome either all is there or nothing
        }
        for (int i = 0; i < 100; i++) {
            write(store);
        }
        requireAllRows(store);
        store.close();
        requireAllRowsAfterReopen();
        return reopen ? "reopened" : "resumed";
    }

    private String closeWhileFull() throws IOException {
        LiveResultsStore store = open();
        fill(store);
        store.close();
        Files.delete(ballast);
        requireAllRowsAfterReopen();
        return "closed";
    }

    private String closeAfterwards() throws IOException {
        try (LiveResultsStore store = open()) {
            write(store);
        }
        LiveResultsStore store = open();
        takeAllRoom();
        fill(store);
        Files.delete(ballast);
        store.close();
        requireAllRowsAfterReopen();
        return "closed";
    }

    private void takeAllRoom() throws IOException {
        long room = Files.getFileStore(ballast).getUsableSpace();
        Files.write(ballast, new byte[(int) Math.min(room, MOST_BALLAST_BYTES)], StandardOpenOption.APPEND);
    }

    /** Writes until that fails, and reads then. */
    private AfterimageException fill(LiveResultsStore store) {
        while (true) {
            try {
                write(store);
            } catch (StoreUnavailableException | OutcomeUnknownException e) {
                requireAllRows(store);
                return e;
            }
        }
    }

    private void write(LiveResultsStore store) {
        store.applyMutations(QUERY, List.of(RowMutation.upsert(written, value(written))));
        written++;
    }

    private void requireAllRowsAfterReopen() {
        try (LiveResultsStore store = open()) {
            requireAllRows(store);
        }
    }

    private void requireAllRows(LiveResultsStore store) {
        try (Snapshot snapshot = store.readSnapshot(QUERY)) {
            long[] expected = {0};
            snapshot.stream()
                    .forEach(row -> require(
                            row.equals(new Row(expected[0], value(expected[0]++))), "row " + (expected[0] - 1)));
            require(expected[0] == written && store.rowCount(QUERY) == written, written + " rows");
        }
        require(store.row(QUERY, 0).isPresent(), "the first row");
    }

    /** Bytes that no compression shrinks. */
    private byte[] value(long signature) {
        byte[] value = new byte[rowBytes];
        new Random(signature).nextBytes(value);
        return signature % 2 == 0 ? value : bytes("row " + signature);
    }

    private static void require(boolean condition, String expected) {
        if (!condition) {
            throw new AssertionError("Expected: " + expected);
        }
    }
}
