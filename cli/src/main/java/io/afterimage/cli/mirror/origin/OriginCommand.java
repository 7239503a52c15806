package io.afterimage.cli.mirror.origin;

import io.afterimage.cli.ExitCode;
import io.afterimage.cli.Output;
import io.afterimage.cli.Workplace;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The process of the origin: prints {@code listening PORT CHANGES} and serves until its standard input ends, which it does
 * with its parent at the latest.
 */
@Command(name = OriginCommand.NAME, hidden = true, description = "The origin of the mirror's demo; not for people.")
public final class OriginCommand implements Callable<Integer> {

    /** What the parent starts it by. */
    public static final String NAME = "mirror-demo-origin";

    private final Workplace workplace;

    @Option(names = "--seed", required = true)
    private long seed;

    @Option(names = "--changes", required = true)
    private long changes;

    /**
     * Creates the command.
     *
     * @param workplace its console
     */
    public OriginCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() throws IOException {
        try (OriginServer server = new OriginServer(seed, changes)) {
            Output out = workplace.console().out();
            out.line("listening " + server.port() + " " + server.changes());
            out.flush();
            while (workplace.console().in().read() >= 0) {
                // whatever it says, its end is what ends this
            }
        }
        return ExitCode.DONE;
    }
}
