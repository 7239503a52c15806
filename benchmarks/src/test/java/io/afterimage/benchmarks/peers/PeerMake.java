package io.afterimage.benchmarks.peers;

import io.afterimage.Durability;
import java.nio.file.Path;

/** The peers, as tests open them. */
enum PeerMake {
    DRASI,
    KAFKA_STREAMS,
    MVSTORE,
    MAPDB,
    LMDB;

    Peer open(Path directory, Durability durability) {
        return switch (this) {
            case DRASI -> DrasiPeer.open(directory, durability);
            case KAFKA_STREAMS -> KafkaStreamsPeer.open(directory, durability);
            case MVSTORE -> MvStorePeer.open(directory, durability);
            case MAPDB -> MapDbPeer.open(directory, durability);
            case LMDB -> LmdbPeer.open(directory, durability);
        };
    }
}
