package io.afterimage.cli;

import io.afterimage.Durability;
import io.afterimage.cli.demo.DemoChildCommand;
import io.afterimage.cli.demo.DemoCommand;
import io.afterimage.cli.mirror.MirrorCommand;
import io.afterimage.cli.mirror.demo.MirrorDemoChildCommand;
import io.afterimage.cli.mirror.origin.OriginCommand;
import io.afterimage.cli.serve.ServeCommand;
import io.afterimage.cli.torture.TortureCommand;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The {@code afterimage} command: its subcommands, and the exit code of every outcome. */
@Command(
        name = "afterimage",
        description = "Keeps the durable after-image of every live query.",
        versionProvider = Main.Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:negative answer: the stores differ, the verification failed, a source failed, harm was done",
            "2:the command line or the input cannot be used as it is",
            "3:a store could not do its part",
            "4:emissions are missing in the input, events in the log"
        })
public final class Main implements Runnable {

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean verbose;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(run(new Workplace(Console.ofProcess(), Stores.onAllEngines()), arguments));
    }

    /**
     * Runs the command in this process.
     *
     * @param workplace its console and its stores
     * @param arguments the command line
     * @return the exit code
     */
    static int run(Workplace workplace, String... arguments) {
        Main main = new Main();
        CommandLine line = new CommandLine(main)
                .addSubcommand(new IngestCommand(workplace))
                .addSubcommand(new ServeCommand(workplace))
                .addSubcommand(new ListCommand(workplace))
                .addSubcommand(new CountCommand(workplace))
                .addSubcommand(new SnapshotCommand(workplace))
                .addSubcommand(new VerifyCommand(workplace))
                .addSubcommand(new CopyCommand(workplace))
                .addSubcommand(new DiffCommand(workplace))
                .addSubcommand(new ClearCommand(workplace))
                .addSubcommand(new DropCommand(workplace))
                .addSubcommand(new FillCommand(workplace))
                .addSubcommand(MirrorCommand.create(workplace))
                .addSubcommand(new DemoCommand(workplace))
                .addSubcommand(new TortureCommand(workplace))
                .addSubcommand(new DemoChildCommand(workplace))
                .addSubcommand(new OriginCommand(workplace))
                .addSubcommand(new MirrorDemoChildCommand(workplace))
                .registerConverter(StoreUrl.class, text -> storeUrl(workplace, text))
                .registerConverter(Durability.class, Main::durability)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // a query may be called @x
                .setOut(printer(workplace.console().out()))
                .setErr(new PrintWriter(workplace.console().err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((error, ignored) -> usage(workplace.console(), error));
        Failures failures = new Failures(workplace.console(), () -> main.verbose);
        line.setExecutionExceptionHandler((error, ignored, parsed) -> failures.report(error));
        try {
            return failures.flush(line.execute(arguments));
        } catch (Error e) { // no memory, no native library: picocli lets it pass, and the JVM would exit with 1
            return failures.report(e);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }

    private static StoreUrl storeUrl(Workplace workplace, String text) {
        try {
            return workplace.stores().parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static Durability durability(String text) {
        return switch (text) {
            case "power-loss" -> Durability.POWER_LOSS;
            case "process-crash" -> Durability.PROCESS_CRASH;
            default -> throw new TypeConversionException("Expected: power-loss or process-crash. Found: " + text + ".");
        };
    }

    private static int usage(Console console, ParameterException error) {
        console.note(String.valueOf(error.getMessage()));
        console.note("Next: " + error.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    /** Help and version go where results go. */
    private static PrintWriter printer(Output out) {
        return new PrintWriter(new Writer() {
            @Override
            public void write(char[] text, int offset, int length) {
                out.text(new String(text, offset, length));
            }

            @Override
            public void flush() {
                // at the end of the command, where a failure is reported
            }

            @Override
            public void close() {
                // the output outlives it
            }
        });
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"afterimage " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
