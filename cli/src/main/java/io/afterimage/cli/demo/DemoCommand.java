package io.afterimage.cli.demo;

import io.afterimage.cli.Workplace;
import io.afterimage.cli.supervision.DemoOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
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

    @Mixin
    private DemoOptions options = new DemoOptions();

    @Option(
            names = "--scale",
            paramLabel = "F",
            defaultValue = "0.03",
            description = "TPC-H's scale factor; 0.03 plays 202,975 events. Default: ${DEFAULT-VALUE}")
    private double scale;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "What the random moments of the kills are drawn from. Default: ${DEFAULT-VALUE}")
    private long seed;

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
        int kills = options.kills();
        TpchTables tables = tables();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("scale", scale);
        settings.put("seed", seed);
        return options.run(
                workplace.console(),
                settings,
                (store, scratch) ->
                        new Demo(workplace.stores(), store, scratch, tables).run(kills, seed, workplace.console()));
    }

    private TpchTables tables() {
        try {
            return new TpchTables(scale);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
