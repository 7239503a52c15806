package io.afterimage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.afterimage.Durability;
import io.afterimage.ResultCommit;
import io.afterimage.Retention;
import io.afterimage.Row;
import io.afterimage.RowMutation;
import io.afterimage.RowSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every contender does the work that is measured: it agrees with a sorted map, and refuses by name what it cannot do. */
class ContendersTest {

    private static final Set<Contenders> WITHOUT_COUNT = EnumSet.of(Contenders.RAW_ROCKSDB);
    private static final Set<Contenders> WITHOUT_COMMIT =
            EnumSet.of(Contenders.RAW_ROCKSDB, Contenders.RAW_SQLITE_NAIVE, Contenders.RAW_SQLITE_OURS);
    private static final Set<Contenders> WITH_PARTS = EnumSet.of(
            Contenders.AFTERIMAGE_MEMORY,
            Contenders.AFTERIMAGE_ROCKSDB,
            Contenders.AFTERIMAGE_SQLITE,
            Contenders.RAW_ROCKSDB);
    private static final List<String> QUERIES = List.of("orders", "orders-by-nation");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, NavigableMap<Long, byte[]>> model = new TreeMap<>();

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void endThreads() {
        threads.shutdown();
    }

    @ParameterizedTest
    @EnumSource
    void contender_randomCalls_agreesWithSortedMap(Contenders which) {
        long seed = Long.getLong("afterimage.seed", 4711);
        Random random = new Random(seed);
        try (Contender contender = which.open(directory, Durability.PROCESS_CRASH)) {
            for (String query : QUERIES) {
                load(contender, query, random);
            }
            for (int i = 0; i < 150; i++) {
                step(contender, QUERIES.get(random.nextInt(QUERIES.size())), random);
                for (String query : QUERIES) {
                    requireAgreement(which, contender, query, random, "seed " + seed + ", step " + i);
                }
            }
        }
    }

    private void load(Contender contender, String query, Random random) {
        NavigableMap<Long, byte[]> rows = rows(query);
        for (int i = 0; i < 1_000; i++) {
            rows.put(random.nextLong(), bytes(random));
        }
        List<Row> sorted = new ArrayList<>();
        rows.forEach((signature, data) -> sorted.add(new Row(signature, data)));
        contender.load(query, RowSource.of(sorted));
    }

    private void step(Contender contender, String query, Random random) {
        if (random.nextInt(20) == 0) {
            contender.clear(query);
            rows(query).clear();
            return;
        }
        List<RowMutation> mutations = new ArrayList<>();
        for (int i = random.nextInt(60); i >= 0; i--) {
            mutations.add(mutation(query, random));
        }
        contender.apply(query, mutations);
    }

    private RowMutation mutation(String query, Random random) {
        long signature = random.nextInt(3) == 0 ? random.nextLong() : signatureNear(query, random);
        if (random.nextInt(3) == 0) {
            rows(query).remove(signature);
            return RowMutation.delete(signature);
        }
        byte[] data = bytes(random);
        rows(query).put(signature, data);
        return RowMutation.upsert(signature, data);
    }

    /** The signature of a row that is there, if any is. */
    private long signatureNear(String query, Random random) {
        Map.Entry<Long, byte[]> entry = rows(query).ceilingEntry(random.nextLong());
        return entry == null ? random.nextLong() : entry.getKey();
    }

    private static byte[] bytes(Random random) {
        byte[] data = new byte[random.nextInt(50) == 0 ? random.nextInt(20_000) : random.nextInt(300)];
        random.nextBytes(data);
        return data;
    }

    private NavigableMap<Long, byte[]> rows(String query) {
        return model.computeIfAbsent(query, id -> new TreeMap<>(Long::compareUnsigned));
    }

    private void requireAgreement(Contenders which, Contender contender, String query, Random random, String when) {
        NavigableMap<Long, byte[]> rows = rows(query);
        long sum = rows.entrySet().stream()
                .mapToLong(row -> ReadSum.of(row.getKey(), row.getValue()))
                .sum();
        assertThat(contender.readAll(query)).as(when).isEqualTo(sum);
        if (WITH_PARTS.contains(which)) {
            assertThat(contender.readAll(query, 3, threads)).as(when).isEqualTo(sum);
        }
        if (!WITHOUT_COUNT.contains(which)) {
            assertThat(contender.rowCount(query)).as(when).isEqualTo(rows.size());
        }
        long absent = random.nextLong();
        assertThat(contender.row(query, absent)).as(when).isEqualTo(rows.get(absent));
        long present = signatureNear(query, random);
        assertThat(contender.row(query, present)).as(when).isEqualTo(rows.get(present));
    }

    @ParameterizedTest
    @EnumSource
    void contender_commits_writesRowsOrRefusesByName(Contenders which) {
        try (Contender contender = which.open(directory, Durability.PROCESS_CRASH)) {
            if (WITHOUT_COMMIT.contains(which)) {
                assertThatThrownBy(() -> contender.commit(commit(1)))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("Call: commit");
                return;
            }
            for (int sequence = 1; sequence <= 30; sequence++) {
                contender.commit(commit(sequence));
            }
            contender.commitAll(List.of(commit(31), commit(32)));
            assertThat(contender.rowCount("orders")).isEqualTo(32);
            assertThat(contender.row("orders", 32)).containsExactly(32);
        }
    }

    private static ResultCommit commit(int sequence) {
        byte[] row = {(byte) sequence};
        return ResultCommit.of("orders", sequence, List.of(RowMutation.upsert(sequence, row)))
                .outbox(row, Retention.ofEntries(5))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void contender_cannotCount_refusesByName(Contenders which) {
        try (Contender contender = which.open(directory, Durability.PROCESS_CRASH)) {
            if (WITHOUT_COUNT.contains(which)) {
                assertThatThrownBy(() -> contender.rowCount("orders"))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("Call: rowCount");
            } else {
                assertThat(contender.rowCount("orders")).isZero();
            }
        }
    }
}
