package io.afterimage.rocksdb;

import static io.afterimage.rocksdb.StoreFixture.QUERY;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksDbMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    private Path temp;

    @Test
    void openStore_showsWhatItHolds() {
        try (var store = StoreFixture.open(temp.resolve("store"))) {
            store.meters().bindTo(registry);
            store.applyMutations(QUERY, StoreFixture.upserts(0, 1_000));
            assertThat(gauge("memtables")).isPositive();
            assertThat(gauge("wal")).isPositive();
            assertThat(gauge("cache.capacity")).isEqualTo(8 << 20);
            assertThat(gauge("cache.usage")).isPositive();
            assertThat(gauge("write.stopped")).isZero();
            assertThat(gauge("background.errors")).isZero();
            try (var snapshot = store.readSnapshot(QUERY)) {
                assertThat(snapshot.rowCount()).isEqualTo(1_000);
                assertThat(gauge("snapshots")).isEqualTo(1);
            }
            assertThat(gauge("snapshots")).isZero();
            assertThat(registry.getMeters()).hasSize(12);
        }
    }

    @Test
    void closedStore_givesNaNAndNeverReachesTheEngine() {
        var store = StoreFixture.open(temp.resolve("store"));
        store.meters().bindTo(registry);
        store.close();
        for (Meter meter : registry.getMeters()) {
            assertThat(meter.measure())
                    .allSatisfy(it -> assertThat(it.getValue())
                            .as(meter.getId().getName())
                            .isNaN());
        }
    }

    private double gauge(String name) {
        return registry.get("afterimage.rocksdb." + name).gauge().value();
    }
}
