package io.afterimage.cli.mirror.demo;

import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import io.afterimage.cli.FormatOption;
import io.afterimage.cli.Json;
import io.afterimage.cli.Output;
import io.afterimage.cli.StoreUrl;
import io.afterimage.cli.Workplace;
import io.afterimage.cli.supervision.DemoEngine;
import io.afterimage.cli.supervision.DemoFailure;
import io.afterimage.cli.supervision.Kill;
import io.afterimage.cli.supervision.Workspace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mirror demo}: an awkward API, a mirror killed again and again, everything counted once. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Mirrors an awkward API, kills the mirror again and again, and shows that everything is counted once.",
            "A process of its own serves the Chinook sample data, which keep changing, as lists and a change feed, with"
                    + " failures, cut-off answers and rate limits. A child JVM follows it and is killed with SIGKILL at"
                    + " random moments. At the end records, versions, events and cursors are compared with the origin, and"
                    + " three questions are answered in SQL by both."
        })
public final class MirrorDemoCommand implements Callable<Integer> {

    private static final long MAX_CHANGES = 1_000_000;

    private final Workplace workplace;

    @Option(
            names = "--store",
            paramLabel = "ENGINE",
            defaultValue = "rocksdb",
            description = "The engine: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private DemoEngine engine = DemoEngine.ROCKSDB;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where to put the store and leave it; empty or absent. Default: a temporary directory")
    private @Nullable Path directory;

    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "5000",
            description = "How many changes the origin has after the data it begins with. Default: ${DEFAULT-VALUE}")
    private long changes;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often to kill the child. Default: ${DEFAULT-VALUE}")
    private int kills;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description =
                    "What changes, failures and the moments of the kills are drawn from. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Mixin
    private FormatOption format = new FormatOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * Creates the command.
     *
     * @param workplace its console and its stores
     */
    public MirrorDemoCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        requireRange("--kills", kills, Kill.MAX);
        requireRange("--changes", changes, MAX_CHANGES);
        try (Workspace workspace = Workspace.create(directory)) {
            StoreUrl store = engine.storeIn(workspace.store());
            try {
                MirrorDemoReport report = new MirrorDemo(workplace.stores(), store, workspace.scratch())
                        .run(kills, seed, changes, workplace.console());
                return print(report, workspace, store);
            } catch (DemoFailure e) {
                if (!workspace.keepStore()) {
                    return ExitCode.NEGATIVE; // the child was ended with this process, which has nobody to tell
                }
                throw new CommandFailure(ExitCode.NEGATIVE, e.getMessage() + " The store is kept: " + store + ".", e);
            }
        }
    }

    private void requireRange(String option, long value, long max) {
        if (value < 0 || value > max) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " is outside its limits. Expected: 0 to " + max + ". Found: " + value + ".");
        }
    }

    private int print(MirrorDemoReport report, Workspace workspace, StoreUrl store) {
        if (!report.verified()) {
            workspace.keepStore();
        }
        Output out = workplace.console().out();
        if (format.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("store", engine.toString());
            json.put("seed", seed);
            json.putAll(report.json());
            out.line(Json.of(json));
        } else {
            report.lines().forEach(out::line);
        }
        if (workspace.storeKept()) {
            workplace.console().note("The store is kept: " + store);
        }
        return report.verified() ? ExitCode.DONE : ExitCode.NEGATIVE;
    }
}
