package io.afterimage.cli.mirror;

import io.afterimage.cli.Workplace;
import io.afterimage.cli.mirror.demo.MirrorDemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mirror}: the commands that work on a delta mirror. */
@Command(
        name = "mirror",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Keeps remote API data in a store: synced exactly once, queryable with SQL.")
public final class MirrorCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private MirrorCommand() {}

    /**
     * Creates the command with its subcommands.
     *
     * @param workplace its console and its stores
     * @return the command, to be added to another one
     */
    public static CommandLine create(Workplace workplace) {
        return new CommandLine(new MirrorCommand())
                .addSubcommand(new SyncCommand(workplace))
                .addSubcommand(new SqlCommand(workplace))
                .addSubcommand(new GetCommand(workplace))
                .addSubcommand(new RecordsCommand(workplace))
                .addSubcommand(new EventsCommand(workplace))
                .addSubcommand(new CursorsCommand(workplace))
                .addSubcommand(new RebuildCommand(workplace))
                .addSubcommand(new MirrorDemoCommand(workplace));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }
}
