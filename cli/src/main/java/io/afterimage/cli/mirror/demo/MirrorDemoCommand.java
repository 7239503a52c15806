package io.afterimage.cli.mirror.demo;

import io.afterimage.cli.Workplace;
import io.afterimage.cli.supervision.DemoOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Mixin
    private DemoOptions options = new DemoOptions();

    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "5000",
            description = "How many changes the origin has after the data it begins with. Default: ${DEFAULT-VALUE}")
    private long changes;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description =
                    "What changes, failures and the moments of the kills are drawn from. Default: ${DEFAULT-VALUE}")
    private long seed;

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
        int kills = options.kills();
        options.requireRange("--changes", changes, MAX_CHANGES);
        return options.run(
                workplace.console(),
                Map.of("seed", seed),
                (store, scratch) -> new MirrorDemo(workplace.stores(), store, scratch)
                        .run(kills, seed, changes, workplace.console()));
    }
}
