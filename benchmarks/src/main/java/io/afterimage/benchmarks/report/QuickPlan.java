package io.afterimage.benchmarks.report;

import static io.afterimage.benchmarks.report.Side.AFTERIMAGE_ROCKSDB;
import static io.afterimage.benchmarks.report.Side.AFTERIMAGE_SQLITE;
import static io.afterimage.benchmarks.report.Side.DRASI;
import static io.afterimage.benchmarks.report.Side.RAW_ROCKSDB;
import static io.afterimage.benchmarks.report.Side.RAW_SQLITE_NAIVE;
import static io.afterimage.benchmarks.report.Workloads.CONTENDER;

import java.util.List;

/** What a quick run measures: every target on smaller sets, in one round. A first look, not evidence. */
final class QuickPlan {

    private static final Sizes SIZES = Sizes.QUICK;
    private static final Effort EFFORT = new Effort(1, 1, 800, 2, 1_000);
    private static final Effort SHOT = new Effort(1, 0, 1, 1, 1);
    private static final Effort SHOTS = new Effort(1, 3, 1, 3, 1);

    private QuickPlan() {}

    static List<Suite> suites() {
        return List.of(
                apply(),
                commit(),
                durableCommit(),
                snapshot(),
                count(),
                clear(),
                replaceAll(),
                open(),
                memory(),
                restart(),
                mirrorSync());
    }

    private static Suite apply() {
        Group mix = Group.of(EFFORT, "apply").with("mix", "MIX").with("liveRows", SIZES.live());
        return Suite.of(
                "ApplyBenchmark",
                mix.with("batch", 1, 1_000).with(CONTENDER, RAW_ROCKSDB, AFTERIMAGE_ROCKSDB),
                mix.with("batch", 100).with(CONTENDER, Side.all()).countingAllocation(),
                mix.with("batch", 100)
                        .with(CONTENDER, AFTERIMAGE_ROCKSDB, RAW_ROCKSDB)
                        .with("liveRows", SIZES.medium(), SIZES.large()),
                mix.with("batch", 1_000)
                        .with("mix", "MIX", "FRESH")
                        .with(CONTENDER, RAW_SQLITE_NAIVE, AFTERIMAGE_SQLITE));
    }

    private static Suite commit() {
        Group commit = Group.of(EFFORT, "commit").with("durability", "PROCESS_CRASH");
        return Suite.of(
                "CommitBenchmark",
                commit.with(CONTENDER, AFTERIMAGE_ROCKSDB).with("retention", 1_000, SIZES.retention()),
                commit.with("retention", 1_000).with(CONTENDER, DRASI, AFTERIMAGE_ROCKSDB, AFTERIMAGE_SQLITE));
    }

    private static Suite durableCommit() {
        return Suite.of(
                "DurableCommitBenchmark",
                Group.of(EFFORT, "threads01", "threads16").with(CONTENDER, AFTERIMAGE_ROCKSDB));
    }

    private static Suite snapshot() {
        Group read = Group.of(EFFORT, "read").with("liveRows", SIZES.live());
        return Suite.of(
                "SnapshotBenchmark",
                read.with(CONTENDER, AFTERIMAGE_ROCKSDB).with("parts", 1, 2),
                read.with("parts", 1).with(CONTENDER, Side.all()));
    }

    private static Suite count() {
        Group group = Group.of(EFFORT, "rowCount");
        return Suite.of(
                "CountBenchmark",
                group.with(CONTENDER, AFTERIMAGE_ROCKSDB).with("liveRows", SIZES.small(), SIZES.large()),
                group.with("liveRows", SIZES.live()).with(CONTENDER, DRASI, AFTERIMAGE_ROCKSDB));
    }

    private static Suite clear() {
        return Suite.of(
                "ClearBenchmark",
                Group.of(SHOT, "clear", "reset", "thenApply", "thenRead", "thenOpen")
                        .with(CONTENDER, AFTERIMAGE_ROCKSDB)
                        .with("liveRows", SIZES.small(), SIZES.huge()),
                Group.of(SHOT, "clear").with("liveRows", SIZES.live()).with(CONTENDER, DRASI, AFTERIMAGE_ROCKSDB));
    }

    private static Suite replaceAll() {
        return Suite.of(
                "ReplaceAllBenchmark",
                Group.of(SHOT, "replaceAll", "applyMutations")
                        .with("engine", "ROCKSDB")
                        .with("rows", SIZES.huge()));
    }

    private static Suite open() {
        return Suite.of(
                "OpenBenchmark",
                Group.of(SHOTS, "open").with("engine", "ROCKSDB").with("liveRows", SIZES.small(), SIZES.large()));
    }

    private static Suite memory() {
        return Suite.of(
                "MemoryBenchmark",
                Group.of(SHOT, "write").with("engine", "ROCKSDB").with("liveRows", SIZES.large()));
    }

    private static Suite restart() {
        return Suite.of(
                "RestartBenchmark",
                Group.of(SHOTS, "resume").with("engine", "ROCKSDB").with("behind", 0, 1_000));
    }

    private static Suite mirrorSync() {
        return Suite.of(
                "MirrorSyncBenchmark",
                Group.of(EFFORT, "batched", "oneByOne")
                        .with("engine", "ROCKSDB")
                        .with("durability", "PROCESS_CRASH", "POWER_LOSS"));
    }
}
