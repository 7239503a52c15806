package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.InMemoryLiveResultsStore;
import io.afterimage.LiveResultsStore;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.nio.file.Path;

/** Afterimage's stores, each with its default settings but for durability. */
public enum Engine {
    /** {@link InMemoryLiveResultsStore}. */
    MEMORY {
        @Override
        LiveResultsStore open(Path directory, Durability durability) {
            return new InMemoryLiveResultsStore();
        }
    },
    /** {@link RocksDbLiveResultsStore}. */
    ROCKSDB {
        @Override
        LiveResultsStore open(Path directory, Durability durability) {
            return RocksDbLiveResultsStore.at(directory.resolve("store"))
                    .durability(durability)
                    .open();
        }
    },
    /** {@link SqliteLiveResultsStore}. */
    SQLITE {
        @Override
        LiveResultsStore open(Path directory, Durability durability) {
            return SqliteLiveResultsStore.at(directory.resolve("store.db"))
                    .durability(durability)
                    .open();
        }
    };

    /** Opens the store of a directory, creating it where there is none. */
    abstract LiveResultsStore open(Path directory, Durability durability);
}
