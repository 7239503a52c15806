package io.afterimage.reactions.campaign;

import io.afterimage.Durability;
import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.Retention;
import io.afterimage.reactions.EmissionFeed;
import io.afterimage.reactions.FileCheckpointStore;
import io.afterimage.reactions.MaterialisingReaction;
import io.afterimage.reactions.QueryStatus;
import io.afterimage.reactions.ReactionObserver;
import io.afterimage.reactions.ReactionOptions;
import io.afterimage.reactions.ReactionRuntime;
import io.afterimage.reactions.ReactionState;
import io.afterimage.reactions.RecoveryFacts;
import io.afterimage.reactions.RecoveryPlan;
import io.afterimage.reactions.RecoveryPolicy;
import io.afterimage.reactions.RunningReaction;
import io.afterimage.reactions.StoreCheckpointStore;
import io.afterimage.sqlite.SqliteLiveResultsStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One of the three reactions in a JVM of its own. It tells each checkpoint, each plan and how it ended. */
final class ReactionProcess {

    static final String TRIGGER = "trigger";
    static final String SNAPSHOT = "snapshot";
    static final String COPIER = "copier";

    private static final int FAILED = 3;

    private ReactionProcess() {}

    /**
     * Runs a reaction until the input ends.
     *
     * @param args the directory of the campaign and the reaction's name
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        boolean sound = switch (args[1]) {
            case TRIGGER -> runTrigger(directory);
            case SNAPSHOT -> runSnapshot(directory);
            case COPIER -> runCopier(directory);
            default -> throw new IllegalArgumentException("No such reaction. Found: " + args[1] + ".");
        };
        System.exit(sound ? 0 : FAILED);
    }

    /** Must see every emission, so it follows the query that keeps them all and stops if one is gone. */
    private static boolean runTrigger(Path directory) throws IOException {
        try (SequenceLog log = SequenceLog.in(logIn(directory));
                ReactionRuntime runtime = builder()
                        .checkpoints(FileCheckpointStore.in(directory.resolve("trigger-checkpoints")))
                        .build()) {
            return run(runtime.start(log, ReactionOptions.withoutSnapshot(), feeds(directory, HostProcess.WIDE)));
        }
    }

    /** Keeps its effect apart from its checkpoint, and meets gaps. */
    private static boolean runSnapshot(Path directory) throws IOException {
        try (LiveResultsStore checkpoints = sqlite(directory.resolve("snapshot-checkpoints.db"));
                ReactionRuntime runtime = builder()
                        .checkpoints(StoreCheckpointStore.on(checkpoints))
                        .build()) {
            return run(runtime.start(
                    new RowFiles(rowFilesIn(directory)),
                    ReactionOptions.needingSnapshot()
                            .policy(RecoveryPolicy.AUTO_RESET)
                            .limits(4, 3),
                    feeds(directory, HostProcess.NARROW)));
        }
    }

    /** Copies both queries, with every emission in the outbox of the copy. */
    private static boolean runCopier(Path directory) throws IOException {
        try (LiveResultsStore copies = sqlite(copiesIn(directory));
                ReactionRuntime runtime = builder().build()) {
            MaterialisingReaction copier = MaterialisingReaction.into(copies, COPIER)
                    .outbox(Retention.ofEntries(1_000_000))
                    .build();
            return run(runtime.start(
                    copier,
                    ReactionOptions.needingSnapshot().policy(RecoveryPolicy.AUTO_RESET),
                    feeds(directory, HostProcess.WIDE, HostProcess.NARROW)));
        }
    }

    static Path logIn(Path directory) {
        return directory.resolve("trigger.log");
    }

    static Path rowFilesIn(Path directory) {
        return directory.resolve("rows");
    }

    static Path copiesIn(Path directory) {
        return directory.resolve("copies.db");
    }

    static LiveResultsStore sqlite(Path file) {
        return SqliteLiveResultsStore.at(file)
                .durability(Durability.PROCESS_CRASH)
                .open();
    }

    private static List<EmissionFeed> feeds(Path directory, String... queryIds) {
        return Stream.of(queryIds)
                .map(it -> (EmissionFeed) new RemoteFeed(HostProcess.portFileIn(directory), it))
                .toList();
    }

    private static ReactionRuntime.Builder builder() {
        return ReactionRuntime.builder().observer(new Teller());
    }

    private static boolean run(RunningReaction running) throws IOException {
        Report.say("ready");
        Report.untilInputEnds();
        running.close();
        running.status().values().forEach(it -> Report.say("ended " + it.state() + " " + it.queryId()));
        return running.status().values().stream().allMatch(it -> it.state() == ReactionState.STOPPED);
    }

    /** Tells checkpoints, plans and failures. */
    private static final class Teller implements ReactionObserver {

        private Position told = Position.NONE;

        @Override
        public ReactionObserver of(String reactionId, String queryId) {
            return new Teller();
        }

        @Override
        public void changed(QueryStatus status) {
            if (!status.checkpoint().equals(told)) {
                told = status.checkpoint();
                Report.say("at " + status.queryId() + " " + told.generation() + " " + told.sequence());
            }
            if (status.state() == ReactionState.FAILED) {
                Report.say(
                        "failed " + status.failure().map(Throwable::getMessage).orElse(""));
            }
        }

        @Override
        public void planned(RecoveryFacts facts, RecoveryPlan plan) {
            Report.say(
                    "planned " + facts.standing().name() + " " + plan.getClass().getSimpleName());
        }

        @Override
        public void gapHealed(long emissions) {
            Report.say("healed " + emissions);
        }

        @Override
        public void duplicateSkipped() {
            Report.say("duplicate");
        }
    }
}
