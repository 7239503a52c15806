package io.afterimage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.afterimage.Durability;
import io.afterimage.RowMutation;
import io.afterimage.Snapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's meters, of a living store and of a closed one. */
class SqliteMetersTest {

    @TempDir
    Path directory;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Random random = new Random(1);

    private double gauge(String name) {
        return registry.get("afterimage.sqlite." + name).gauge().value();
    }

    private SqliteLiveResultsStore open() {
        return SqliteLiveResultsStore.at(directory.resolve("store.db"))
                .durability(Durability.PROCESS_CRASH)
                .memoryBudgetBytes(8 << 20)
                .open();
    }

    @Test
    void meters_followTheStore_andSayNothingOnceItIsClosed() {
        try (SqliteLiveResultsStore store = open()) {
            store.meters().bindTo(registry);
            store.applyMutations("q", List.of(RowMutation.upsert(1, new byte[10_000])));

            assertThat(gauge("database")).isGreaterThan(4_096);
            assertThat(gauge("wal")).isGreaterThan(10_000);
            double idle = gauge("readers");
            try (Snapshot first = store.readSnapshot("q");
                    Snapshot second = store.readSnapshot("q")) {
                assertThat(first.rowCount()).isEqualTo(second.rowCount());
                assertThat(gauge("readers")).isBetween(2.0, idle + 2);
                assertThat(gauge("page.cache.limit")).isBetween(4.0 * (1 << 20), 8.0 * (1 << 20));
            }
        }
        for (String name : List.of("database", "wal", "readers", "page.cache.limit")) {
            assertThat(gauge(name)).as(name).isNaN();
        }
    }

    @Test
    void checkpoints_areCountedAndTimed_andALongSnapshotPinsTheLog() {
        try (SqliteLiveResultsStore store = open()) {
            store.meters().bindTo(registry);
            var checkpoints = registry.get("afterimage.sqlite.checkpoints").functionTimer();
            assertThat(checkpoints.count()).isZero();
            double pinned;
            try (Snapshot snapshot = store.readSnapshot("q")) {
                writeBytes(store, Checkpoints.LOG_BYTES * 3 / 2);
                assertThat(snapshot.rowCount()).isZero();
                pinned = gauge("wal");
                assertThat(pinned).isGreaterThan(Checkpoints.LOG_BYTES * 1.4);
                assertThat(checkpoints.count()).isPositive();
                assertThat(checkpoints.totalTime(TimeUnit.NANOSECONDS)).isPositive();
            }
            writeBytes(store, Checkpoints.LOG_BYTES / 2);

            assertThat(gauge("wal")).isLessThanOrEqualTo(Checkpoints.LOG_BYTES + (1 << 20));
            assertThat(registry.get("afterimage.sqlite.checkpoints.failed")
                            .functionCounter()
                            .count())
                    .isZero();
        }
    }

    private void writeBytes(SqliteLiveResultsStore store, long bytes) {
        for (long written = 0; written < bytes; written += 1 << 20) {
            List<RowMutation> rows = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                byte[] data = new byte[1 << 16];
                random.nextBytes(data); // equal bytes would not be written again
                rows.add(RowMutation.upsert(written + i, data));
            }
            store.applyMutations("q", rows);
        }
    }
}
