package io.afterimage.benchmarks.report;

import static io.afterimage.benchmarks.report.Side.AFTERIMAGE_ROCKSDB;
import static io.afterimage.benchmarks.report.Side.AFTERIMAGE_SQLITE;
import static io.afterimage.benchmarks.report.Side.DRASI;
import static io.afterimage.benchmarks.report.Side.KAFKA_STREAMS;
import static io.afterimage.benchmarks.report.Side.LMDB;
import static io.afterimage.benchmarks.report.Side.RAW_ROCKSDB;
import static io.afterimage.benchmarks.report.Side.RAW_SQLITE_NAIVE;
import static io.afterimage.benchmarks.report.Side.RAW_SQLITE_OURS;
import static io.afterimage.benchmarks.report.Workloads.CONTENDER;

import java.util.List;

/**
 * What a full run measures: every target at its own size, in two rounds at least; about three quarters of an hour. A
 * million rows take MapDB, MVStore and SQLite up to a minute to load, so they are measured where a target asks for them.
 */
final class FullPlan {

    private static final Sizes SIZES = Sizes.FULL;
    private static final Effort CAREFUL = new Effort(3, 2, 1_500, 3, 2_000);
    private static final Effort USUAL = new Effort(2, 1, 1_500, 2, 2_000);
    private static final Effort BRIEF = new Effort(2, 1, 1_000, 2, 1_000);

    /** Single calls that are warmed up by the benchmark itself. */
    private static final Effort FEW_SHOTS = new Effort(2, 0, 1, 2, 1);

    private static final Effort SHOTS = new Effort(2, 5, 1, 5, 1);

    private FullPlan() {}

    static List<Suite> suites() {
        return List.of(
                apply(),
                commit(),
                durableCommit(),
                snapshot(),
                row(),
                count(),
                clear(),
                replaceAll(),
                open(),
                memory(),
                restart(),
                mirrorSync());
    }

    private static Suite apply() {
        Group mix = Group.of(USUAL, "apply").with("mix", "MIX").with("liveRows", SIZES.live());
        Group small = Group.of(BRIEF, "apply").with("liveRows", SIZES.medium());
        return Suite.of(
                "ApplyBenchmark",
                mix.effort(CAREFUL).with("batch", 1, 100, 1_000).with(CONTENDER, RAW_ROCKSDB, AFTERIMAGE_ROCKSDB),
                mix.with("batch", 100).with(CONTENDER, Side.all()).countingAllocation(),
                mix.effort(BRIEF)
                        .with("batch", 1, 1_000)
                        .with(CONTENDER, AFTERIMAGE_ROCKSDB, DRASI, KAFKA_STREAMS, LMDB),
                mix.effort(BRIEF).with("batch", 1_000).with(CONTENDER, AFTERIMAGE_SQLITE, RAW_SQLITE_NAIVE),
                mix.with("batch", 100)
                        .with(CONTENDER, AFTERIMAGE_ROCKSDB, RAW_ROCKSDB)
                        .with("liveRows", SIZES.medium(), SIZES.large()),
                mix.with("batch", 1_000)
                        .with("mix", "FRESH")
                        .with(CONTENDER, RAW_SQLITE_NAIVE, AFTERIMAGE_SQLITE, RAW_SQLITE_OURS),
                small.with("mix", "UPDATES", "DELETES", "FRESH").with(CONTENDER, RAW_ROCKSDB, AFTERIMAGE_ROCKSDB),
                small.with("choice", "ZIPF").with(CONTENDER, RAW_ROCKSDB, AFTERIMAGE_ROCKSDB),
                small.with("rowBytes", 50, 1_024, 16_384)
                        .with("liveRows", SIZES.small())
                        .with(CONTENDER, RAW_ROCKSDB, AFTERIMAGE_ROCKSDB),
                Group.of(BRIEF, "makeBatch").with("batch", 100).countingAllocation());
    }

    private static Suite commit() {
        Group commit = Group.of(USUAL, "commit").with("durability", "PROCESS_CRASH");
        return Suite.of(
                "CommitBenchmark",
                commit.with(CONTENDER, AFTERIMAGE_ROCKSDB).with("retention", 1_000, SIZES.retention()),
                commit.with("retention", 1_000).with(CONTENDER, Side.keepers()),
                commit.with("retention", 1_000)
                        .with("durability", "POWER_LOSS")
                        .with(CONTENDER, AFTERIMAGE_ROCKSDB, AFTERIMAGE_SQLITE));
    }

    private static Suite durableCommit() {
        return Suite.of(
                "DurableCommitBenchmark",
                Group.of(CAREFUL, "threads01", "threads04", "threads16").with(CONTENDER, AFTERIMAGE_ROCKSDB),
                Group.of(USUAL, "threads01", "threads16").with(CONTENDER, AFTERIMAGE_SQLITE));
    }

    private static Suite snapshot() {
        Group read = Group.of(USUAL, "read").with("liveRows", SIZES.live());
        return Suite.of(
                "SnapshotBenchmark",
                read.effort(CAREFUL)
                        .with(CONTENDER, RAW_ROCKSDB, AFTERIMAGE_ROCKSDB)
                        .with("parts", 1, 2),
                read.with("parts", 1).with(CONTENDER, Side.all()).countingAllocation());
    }

    private static Suite row() {
        Group group = Group.of(BRIEF, "present", "absent").with("liveRows", SIZES.live());
        return Suite.of(
                "RowBenchmark", group.with(CONTENDER, RAW_ROCKSDB, AFTERIMAGE_ROCKSDB, AFTERIMAGE_SQLITE, DRASI));
    }

    private static Suite count() {
        Group group = Group.of(BRIEF, "rowCount");
        return Suite.of(
                "CountBenchmark",
                group.with(CONTENDER, AFTERIMAGE_ROCKSDB).with("liveRows", SIZES.small(), SIZES.large()),
                group.with("liveRows", SIZES.live())
                        .with(CONTENDER, AFTERIMAGE_ROCKSDB, AFTERIMAGE_SQLITE, DRASI, LMDB));
    }

    private static Suite clear() {
        Group rocks = Group.of(FEW_SHOTS, "clear", "reset", "thenApply", "thenRead", "thenOpen")
                .with(CONTENDER, AFTERIMAGE_ROCKSDB);
        return Suite.of(
                "ClearBenchmark",
                rocks.with("liveRows", SIZES.small(), SIZES.huge()),
                Group.of(FEW_SHOTS, "clear").with("liveRows", SIZES.live()).with(CONTENDER, DRASI, AFTERIMAGE_ROCKSDB));
    }

    private static Suite replaceAll() {
        Group group = Group.of(new Effort(2, 0, 1, 1, 1), "replaceAll", "applyMutations");
        return Suite.of(
                "ReplaceAllBenchmark",
                group.with("engine", "ROCKSDB").with("rows", SIZES.huge()),
                group.with("engine", "SQLITE").with("rows", SIZES.live()));
    }

    private static Suite open() {
        Group group = Group.of(SHOTS, "open");
        return Suite.of(
                "OpenBenchmark",
                group.with("engine", "ROCKSDB").with("liveRows", SIZES.small(), SIZES.live(), SIZES.large()),
                group.with("engine", "SQLITE").with("liveRows", SIZES.small(), SIZES.live()));
    }

    private static Suite memory() {
        Group group = Group.of(new Effort(1, 0, 1, 1, 1), "write");
        return Suite.of(
                "MemoryBenchmark",
                group.with("engine", "ROCKSDB").with("liveRows", SIZES.small(), SIZES.live(), SIZES.large()),
                group.with("engine", "SQLITE").with("liveRows", SIZES.small(), SIZES.live()));
    }

    private static Suite restart() {
        return Suite.of(
                "RestartBenchmark",
                Group.of(SHOTS, "resume").with("engine", "ROCKSDB", "SQLITE").with("behind", 0, 1_000),
                Group.of(SHOTS, "bootstrap").with("engine", "ROCKSDB", "SQLITE").with("behind", 0));
    }

    private static Suite mirrorSync() {
        return Suite.of(
                "MirrorSyncBenchmark",
                Group.of(USUAL, "batched", "oneByOne")
                        .with("engine", "ROCKSDB", "SQLITE")
                        .with("durability", "PROCESS_CRASH", "POWER_LOSS"));
    }
}
