package io.afterimage.cli.mirror.demo;

import io.afterimage.LiveResultsStore;
import io.afterimage.cli.Console;
import io.afterimage.cli.Progress;
import io.afterimage.cli.StoreUrl;
import io.afterimage.cli.Stores;
import io.afterimage.cli.mirror.origin.OriginCommand;
import io.afterimage.cli.mirror.origin.Question;
import io.afterimage.cli.mirror.origin.Truth;
import io.afterimage.cli.supervision.ChildProcess;
import io.afterimage.cli.supervision.ChildReport;
import io.afterimage.cli.supervision.DemoFailure;
import io.afterimage.cli.supervision.Kill;
import io.afterimage.cli.supervision.RunStatistics;
import io.afterimage.cli.supervision.Supervisor;
import io.afterimage.mirror.MirrorStore;
import io.afterimage.mirror.sql.QueryResult;
import io.afterimage.mirror.sql.SqlFollower;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** One run: an origin that changes, children that follow it and are killed, and the comparison of the two. */
final class MirrorDemo {

    private static final int CHANGES_PER_WRITE = 200;

    private final Stores stores;
    private final StoreUrl store;
    private final Path scratch;

    /**
     * Prepares a run.
     *
     * @param stores opens the store at the end
     * @param store where the children keep the mirror; nothing is there yet
     * @param scratch a directory for temporary files
     */
    MirrorDemo(Stores stores, StoreUrl store, Path scratch) {
        this.stores = stores;
        this.store = store;
        this.scratch = scratch;
    }

    /** The origin's process, once it serves. */
    private record Origin(int port, long changes) {

        static Origin heard(String line) {
            String[] words = line.split(" ", -1);
            if (words.length != 3 || !words[0].equals("listening")) {
                throw new DemoFailure("The origin does not say where it listens. Found: " + line + ".");
            }
            return new Origin(Integer.parseInt(words[1]), Long.parseLong(words[2]));
        }
    }

    MirrorDemoReport run(int kills, long seed, long changes, Console console) {
        List<String> arguments = List.of(OriginCommand.NAME, "--seed=" + seed, "--changes=" + changes);
        try (ChildProcess process = ChildProcess.start(scratch, arguments)) {
            Origin origin = Origin.heard(process.line());
            Path config = DemoConfig.write(scratch, origin.port());
            long began = System.nanoTime();
            RunStatistics statistics = follow(config, origin.changes() + changes, kills, seed, console);
            return judge(Truth.ask(origin.port()), statistics, System.nanoTime() - began);
        }
    }

    private RunStatistics follow(Path config, long untilChange, int kills, long seed, Console console) {
        try (Progress progress = new Progress(console, "changes", System::nanoTime)) {
            return new Supervisor(
                            holdAt -> startChild(config, untilChange, holdAt),
                            change -> progress.show(change, (double) change / untilChange))
                    .run(Kill.schedule(untilChange, kills, seed, CHANGES_PER_WRITE));
        }
    }

    private ChildProcess startChild(Path config, long untilChange, OptionalLong holdAt) {
        List<String> arguments = new ArrayList<>(List.of(
                MirrorDemoChildCommand.NAME, "--store=" + store, "--config=" + config, "--until=" + untilChange));
        holdAt.ifPresent(change -> arguments.add("--hold-at=" + change));
        return ChildProcess.start(scratch, arguments);
    }

    private MirrorDemoReport judge(Truth truth, RunStatistics statistics, long wallNanos) {
        Judge judge = new Judge(truth);
        for (ChildReport.Restored restart : statistics.restarts()) {
            judge.judgeRestart(
                    restart.event(), restart.figures().getOrDefault(MirrorDemoChildCommand.FEED_EVENTS, -1L));
        }
        try (LiveResultsStore opened = stores.openReader(store);
                MirrorStore mirror = MirrorStore.over(opened).readOnly().open()) {
            EventAudit audit = EventAudit.of(mirror);
            judge.judge(mirror, audit);
            Map<Question, QueryResult> answers = answers(mirror);
            answers.forEach((question, answer) -> judge.judgeAnswer(question, answer.rows()));
            return new MirrorDemoReport(
                    mirror.resources(),
                    audit.figures(),
                    truth.troubles(),
                    statistics,
                    wallNanos,
                    answers,
                    judge.verdict());
        }
    }

    private Map<Question, QueryResult> answers(MirrorStore mirror) {
        Map<Question, QueryResult> answers = new EnumMap<>(Question.class);
        try (SqlFollower sql =
                SqlFollower.of(mirror, scratch.resolve("mirror-sql")).open()) {
            for (Question question : Question.values()) {
                answers.put(question, sql.list(question.mirrorSql()));
            }
        }
        return answers;
    }
}
