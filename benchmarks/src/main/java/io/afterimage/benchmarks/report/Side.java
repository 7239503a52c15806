package io.afterimage.benchmarks.report;

import java.awt.Color;
import java.util.List;
import java.util.stream.Stream;

/**
 * A contender as the report shows it, under the name that the suites give it. Colours can be told apart by the colour-blind
 * (Okabe and Ito's); what is a limit rather than a competitor is grey.
 */
enum Side {
    AFTERIMAGE_ROCKSDB("Afterimage on RocksDB", Role.OURS, 0xD55E00),
    AFTERIMAGE_SQLITE("Afterimage on SQLite", Role.OURS, 0xE69F00),
    RAW_ROCKSDB("bare RocksDB", Role.ENGINE, 0x666666),
    RAW_SQLITE_OURS("bare SQLite, our layout", Role.ENGINE, 0x8C8C8C),
    RAW_SQLITE_NAIVE("bare SQLite, naive layout", Role.ENGINE, 0xB5B5B5),
    DRASI("Drasi's algorithm in Java", Role.PEER, 0x0072B2),
    KAFKA_STREAMS("Kafka Streams' store", Role.PEER, 0x56B4E9),
    MVSTORE("H2 MVStore", Role.PEER, 0x009E73),
    MAPDB("MapDB", Role.PEER, 0xCC79A7),
    LMDB("LMDB", Role.PEER, 0x882255);

    /** What a contender is to us. */
    enum Role {
        /** Afterimage itself. */
        OURS,
        /** An engine alone, which keeps no count, no position and no promise. */
        ENGINE,
        /** What somebody could use instead. */
        PEER
    }

    private final String label;
    private final Role role;
    private final int rgb;

    Side(String label, Role role, int rgb) {
        this.label = label;
        this.role = role;
        this.rgb = rgb;
    }

    String label() {
        return label;
    }

    Role role() {
        return role;
    }

    Color colour() {
        return new Color(rgb);
    }

    /** All of them, as values of a parameter. */
    static Object[] all() {
        return Stream.of(values()).toArray();
    }

    /** Those that commit rows, position and outbox. */
    static Object[] keepers() {
        return Stream.of(values()).filter(side -> side.role != Role.ENGINE).toArray();
    }

    static List<Side> of(Role role) {
        return Stream.of(values()).filter(side -> side.role == role).toList();
    }
}
