package io.afterimage.mirror;

import io.afterimage.Durability;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.nio.file.Path;
import java.util.List;

/** The stores that a mirror is tested on. */
enum TestEngine {
    MEMORY,
    ROCKSDB,
    SQLITE;

    /** Those that survive a close. */
    static List<TestEngine> durable() {
        return List.of(ROCKSDB, SQLITE);
    }

    LiveResultsStore open(Path directory) {
        return open(directory, Durability.PROCESS_CRASH);
    }

    LiveResultsStore open(Path directory, Durability durability) {
        return switch (this) {
            case MEMORY -> new InMemoryLiveResultsStore();
            case ROCKSDB ->
                RocksDbLiveResultsStore.at(directory.resolve("rocks"))
                        .durability(durability)
                        .open();
            case SQLITE ->
                SqliteLiveResultsStore.at(directory.resolve("mirror.db"))
                        .durability(durability)
                        .open();
        };
    }
}
