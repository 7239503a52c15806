package io.afterimage.benchmarks;

import io.afterimage.Durability;
import io.afterimage.benchmarks.peers.DrasiPeer;
import io.afterimage.benchmarks.peers.KafkaStreamsPeer;
import io.afterimage.benchmarks.peers.LmdbPeer;
import io.afterimage.benchmarks.peers.MapDbPeer;
import io.afterimage.benchmarks.peers.MvStorePeer;
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
    },
    /** {@link DrasiPeer}: Drasi's algorithm on RocksDB. */
    DRASI {
        @Override
        public Contender open(Path directory, Durability durability) {
            return DrasiPeer.open(directory, durability);
        }
    },
    /** {@link KafkaStreamsPeer}: the state store of Kafka Streams. */
    KAFKA_STREAMS {
        @Override
        public Contender open(Path directory, Durability durability) {
            return KafkaStreamsPeer.open(directory, durability);
        }
    },
    /** {@link MvStorePeer}: the storage engine of H2. */
    MVSTORE {
        @Override
        public Contender open(Path directory, Durability durability) {
            return MvStorePeer.open(directory, durability);
        }
    },
    /** {@link MapDbPeer}: a B-tree in a file. */
    MAPDB {
        @Override
        public Contender open(Path directory, Durability durability) {
            return MapDbPeer.open(directory, durability);
        }
    },
    /** {@link LmdbPeer}: a B-tree in a mapped file. */
    LMDB {
        @Override
        public Contender open(Path directory, Durability durability) {
            return LmdbPeer.open(directory, durability);
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
