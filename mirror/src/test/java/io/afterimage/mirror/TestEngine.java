package io.afterimage.mirror;

import io.afterimage.Durability;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.rocksdb.RocksDbBetween;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.spi.StorageEngine;
import io.afterimage.sqlite.SqliteBetween;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The stores that a mirror is tested on. */
enum TestEngine {
    MEMORY,
    ROCKSDB,
    SQLITE;

    /** Opens the store with something between it and its engine. */
    LiveResultsStore open(Path directory, UnaryOperator<StorageEngine> between) {
        return switch (this) {
            case MEMORY -> throw new IllegalArgumentException("The store in memory has no engine.");
            case ROCKSDB -> RocksDbBetween.open(directory, between);
            case SQLITE -> SqliteBetween.open(directory, between);
        };
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
