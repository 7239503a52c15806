package io.afterimage.cli.demo;

import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import io.afterimage.cli.FormatOption;
import io.afterimage.cli.Output;
import io.afterimage.cli.StoreUrl;
import io.afterimage.cli.Workplace;
import io.afterimage.cli.supervision.DemoEngine;
import io.afterimage.cli.supervision.DemoFailure;
import io.afterimage.cli.supervision.Kill;
import io.afterimage.cli.supervision.Workspace;
import java.nio.charset.StandardCharsets;
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

/** {@code demo}: three live queries over a stream of orders, a process killed again and again, nothing lost. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Kills a process that follows three live queries, again and again, and shows that nothing is lost.",
            "A child JVM follows TPC-H's orders of 1992-01-01 to 1995-06-17 as a change stream and commits what the"
                    + " queries emit, durably. It is killed with SIGKILL at random moments and resumes from the store."
                    + " At the end the results are computed again from the raw tables and compared row by row."
        })
public final class DemoCommand implements Callable<Integer> {
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
            names = "--scale",
            paramLabel = "F",
            defaultValue = "0.03",
            description = "TPC-H's scale factor; 0.03 plays 202,975 events. Default: ${DEFAULT-VALUE}")
    private double scale;

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
            description = "What the random moments of the kills are drawn from. Default: ${DEFAULT-VALUE}")
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
    public DemoCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        TpchTables tables = tables();
        try (Workspace workspace = Workspace.create(directory)) {
            StoreUrl store = engine.storeIn(workspace.store());
            try {
                DemoReport report = new Demo(workplace.stores(), store, workspace.scratch(), tables)
                        .run(kills, seed, workplace.console());
                return print(report, workspace, store);
            } catch (DemoFailure e) {
                if (!workspace.keepStore()) {
                    return ExitCode.NEGATIVE; // the child was ended with this process, which has nobody to tell
                }
                throw new CommandFailure(ExitCode.NEGATIVE, e.getMessage() + " The store is kept: " + store + ".", e);
            }
        }
    }

    private TpchTables tables() {
        if (kills < 0 || kills > Kill.MAX) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--kills is outside its limits. Expected: 0 to " + Kill.MAX + ". Found: " + kills + ".");
        }
        try {
            return new TpchTables(scale);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int print(DemoReport report, Workspace workspace, StoreUrl store) {
        if (!report.verified()) {
            workspace.keepStore();
        }
        Output out = workplace.console().out();
        if (format.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("store", engine.toString());
            json.put("scale", scale);
            json.put("seed", seed);
            json.putAll(report.json());
            out.line(new String(Json.write(json), StandardCharsets.UTF_8));
        } else {
            report.lines().forEach(out::line);
        }
        if (workspace.storeKept()) {
            workplace.console().note("The store is kept: " + store);
        }
        return report.verified() ? ExitCode.DONE : ExitCode.NEGATIVE;
    }
}
