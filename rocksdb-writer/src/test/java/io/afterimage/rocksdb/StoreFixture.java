package io.afterimage.rocksdb;

import io.afterimage.LiveResultsStore;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.afterimage.spi.StoreSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the tests of this module have in common. */
final class StoreFixture {

    static final StoreSettings SMALL = StoreSettings.DEFAULT.withMemoryBudgetBytes(8 << 20);
    static final String QUERY = "orders";

    private StoreFixture() {}

    static RocksDbLiveResultsStore open(Path directory) {
        return RocksDbLiveResultsStore.at(directory).settings(SMALL).open();
    }

    static RocksDbLiveResultsStore openReader(Path directory) {
        return RocksDbLiveResultsStore.at(directory).settings(SMALL).readOnly().open();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A value that tells its row, of a length that varies, and that LZ4 cannot shrink much. */
    static byte[] bytesOfRow(long signature) {
        StringBuilder text = new StringBuilder("row " + signature + ":");
        for (int i = 0; i < 4 + Math.floorMod(signature, 7); i++) {
            text.append(Long.toHexString((signature * 31 + i) * 0x9E37_79B9_7F4A_7C15L));
        }
        return bytes(text.toString());
    }

    static List<RowMutation> upserts(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(signature -> RowMutation.upsert(signature, bytesOfRow(signature)))
                .toList();
    }

    static List<Row> expectedRows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(signature -> new Row(signature, bytesOfRow(signature)))
                .toList();
    }

    static List<Row> rows(LiveResultsStore store, String query) {
        try (Snapshot snapshot = store.readSnapshot(query)) {
            return snapshot.toList();
        }
    }

    /** A closed store with rows in its tables. */
    static void createClosed(Path directory, int rows) {
        try (RocksDbLiveResultsStore store = open(directory)) {
            store.applyMutations(QUERY, upserts(0, rows));
        }
    }

    /** Every file below a directory with its content, to tell whether anything changed. */
    static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        directory.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    static Path only(Path directory, String start, String ending) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.startsWith(start) && name.endsWith(ending);
                    })
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
        }
    }

    static void flip(Path file, long at) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[Math.toIntExact(at)] ^= 0x10;
        Files.write(file, content);
    }
}
