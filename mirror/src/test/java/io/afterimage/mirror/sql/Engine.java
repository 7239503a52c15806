package io.afterimage.mirror.sql;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.rocksdb.RocksDbLiveResultsStore;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.nio.file.Path;

/** The stores whose mirrors are followed. */
enum Engine {
    ROCKSDB,
    SQLITE;

    LiveResultsStore open(Path directory) {
        return this == ROCKSDB
                ? RocksDbLiveResultsStore.at(directory.resolve("store"))
                        .durability(Durability.PROCESS_CRASH)
                        .open()
                : SqliteLiveResultsStore.at(directory.resolve("store.db"))
                        .durability(Durability.PROCESS_CRASH)
                        .open();
    }
}
