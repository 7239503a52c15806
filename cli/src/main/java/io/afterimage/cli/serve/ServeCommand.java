package io.afterimage.cli.serve;

import io.afterimage.cli.ExitCode;
import io.afterimage.cli.StoreOption;
import io.afterimage.cli.Workplace;
import io.afterimage.cli.serve.config.ServeConfig;
import io.afterimage.cli.serve.config.ServeConfigReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: takes what a real Drasi sends, and gives its queries' rows away. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Takes what a real Drasi sends over HTTP, gRPC and Dapr into a store, and serves its queries' rows.",
            "",
            "Prints one line once it is ready: listening: http://… grpc://…. SIGTERM and SIGINT end it in order:"
                    + " requests in flight are answered, everything that was acknowledged is in the store. A second"
                    + " signal ends it at once. docs/serve.md describes the configuration.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped in order",
            "2:the configuration cannot be used, or an address is taken",
            "3:the store could not be opened",
            "130, 143:ended at once by a second signal"
        })
public final class ServeCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Mixin
    private StoreOption store = new StoreOption();

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The configuration, in YAML.")
    private Path config = Path.of("serve.yaml");

    @Option(names = "--check", description = "Check the configuration, and end.")
    private boolean checkOnly;

    /**
     * Creates the command.
     *
     * @param workplace its console and its stores
     */
    public ServeCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServeConfig settings = ServeConfigReader.read(config, System.getenv());
        if (checkOnly) {
            workplace.console().out().line("The configuration can be used.");
            return ExitCode.DONE;
        }
        ServerLog.turnOn(settings.log());
        Signals signals = Signals.heard();
        try (Service service = Service.start(settings, store.url(), workplace.stores())) {
            workplace.console().out().line(service.readyLine());
            workplace.console().out().flush();
            signals.await();
        }
        return ExitCode.DONE;
    }
}
