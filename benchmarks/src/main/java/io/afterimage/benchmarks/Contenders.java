package io.afterimage.benchmarks;

import io.afterimage.Durability;
import java.nio.file.Path;

/** All contenders, by the name that {@code -p contender=} takes. */
public enum Contenders {
    /** {@link AfterimageContender} in memory, which nothing survives. */
    AFTERIMAGE_MEMORY {
        @Override
        public Contender open(Path directory, Durability durability) {
            return new AfterimageContender(Engine.MEMORY.open(directory, durability));
        }
    },
    /** {@link AfterimageContender} on RocksDB. */
    AFTERIMAGE_ROCKSDB {
        @Override
        public Contender open(Path directory, Durability durability) {
            return new AfterimageContender(Engine.ROCKSDB.open(directory, durability));
        }
    },
    /** {@link AfterimageContender} on SQLite. */
    AFTERIMAGE_SQLITE {
        @Override
        public Contender open(Path directory, Durability durability) {
            return new AfterimageContender(Engine.SQLITE.open(directory, durability));
        }
    },
    /** {@link RawRocksDb}: the limit of what is possible on RocksDB. */
    RAW_ROCKSDB {
        @Override
        public Contender open(Path directory, Durability durability) {
            return RawRocksDb.open(directory, durability);
        }
    },
    /** {@link RawSqlite} with the table that everybody writes first. */
    RAW_SQLITE_NAIVE {
        @Override
        public Contender open(Path directory, Durability durability) {
            return RawSqlite.open(directory, durability, SqliteLayout.NAIVE);
        }
    },
    /** {@link RawSqlite} with Afterimage's table: the limit of what is possible with it. */
    RAW_SQLITE_OURS {
        @Override
        public Contender open(Path directory, Durability durability) {
            return RawSqlite.open(directory, durability, SqliteLayout.OURS);
        }
    };

    /**
     * Opens the contender in a directory, and what is there already.
     *
     * @param directory an existing directory of its own
     * @param durability what an acknowledged write survives
     * @return an open contender, to be closed by the caller
     */
    public abstract Contender open(Path directory, Durability durability);
}
