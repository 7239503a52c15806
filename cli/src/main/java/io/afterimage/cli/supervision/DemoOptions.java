package io.afterimage.cli.supervision;

import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.Console;
import io.afterimage.cli.ExitCode;
import io.afterimage.cli.FormatOption;
import io.afterimage.cli.Json;
import io.afterimage.cli.StoreUrl;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every demo is told, and how it is run: the engine, where its store goes, how often its child is killed. */
public final class DemoOptions {

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
            names = "--kills",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often to kill the child. Default: ${DEFAULT-VALUE}")
    private int kills;

    @Mixin
    private FormatOption format = new FormatOption();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** What is run over a store of its own. */
    @FunctionalInterface
    public interface Run {

        /**
         * Runs the demo.
         *
         * @param store where its store goes
         * @param scratch a directory for what the children leave behind
         * @return what it found
         * @throws DemoFailure if it could not be carried out
         */
        DemoOutcome over(StoreUrl store, Path scratch);
    }

    /**
     * How often to kill the child.
     *
     * @return 0 to {@link Kill#MAX}
     * @throws ParameterException if it is outside its limits
     */
    public int kills() {
        requireRange("--kills", kills, Kill.MAX);
        return kills;
    }

    /**
     * Refuses the value of an option.
     *
     * @param option its name
     * @param value what it was given
     * @param max the largest value that is allowed; the smallest is 0
     * @throws ParameterException if it is outside its limits
     */
    public void requireRange(String option, long value, long max) {
        if (value < 0 || value > max) {
            throw new ParameterException(
                    command.commandLine(),
                    option + " is outside its limits. Expected: 0 to " + max + ". Found: " + value + ".");
        }
    }

    /**
     * Runs a demo and prints what it found. The store is kept if it was given a directory or if something is wrong.
     *
     * @param console where to print
     * @param settings what the JSON document says of the run besides the engine
     * @param run the demo
     * @return the exit code
     * @throws CommandFailure if the demo could not be carried out
     */
    public int run(Console console, Map<String, Object> settings, Run run) {
        try (Workspace workspace = Workspace.create(directory)) {
            StoreUrl store = engine.storeIn(workspace.store());
            try {
                DemoOutcome outcome = run.over(store, workspace.scratch());
                if (!outcome.verified()) {
                    workspace.keepStore();
                }
                print(console, settings, outcome);
                if (workspace.storeKept()) {
                    console.note("The store is kept: " + store);
                }
                return outcome.verified() ? ExitCode.DONE : ExitCode.NEGATIVE;
            } catch (DemoFailure e) {
                if (!workspace.keepStore()) {
                    return ExitCode.NEGATIVE; // the child was ended with this process, which has nobody to tell
                }
                throw new CommandFailure(ExitCode.NEGATIVE, e.getMessage() + " The store is kept: " + store + ".", e);
            }
        }
    }

    private void print(Console console, Map<String, Object> settings, DemoOutcome outcome) {
        if (!format.json()) {
            outcome.lines().forEach(console.out()::line);
            return;
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("store", engine.toString());
        json.putAll(settings);
        json.putAll(outcome.json());
        console.out().line(Json.of(json));
    }
}
