package io.afterimage.cli.mirror;

import io.afterimage.cli.CommandFailure;
import io.afterimage.cli.ExitCode;
import io.afterimage.cli.FormatOption;
import io.afterimage.cli.Progress;
import io.afterimage.cli.StoreOption;
import io.afterimage.cli.Workplace;
import io.afterimage.cli.mirror.config.MirrorConfig;
import io.afterimage.mirror.SyncReport;
import io.afterimage.mirror.Syncer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mirror sync}: brings what sources have into a mirror, once or for as long as it runs. */
@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = {
            "Brings what the configured sources have into a mirror.",
            "",
            "Each pulled batch is one write together with its cursor. May be killed at any moment and run again: it resumes"
                    + " where it stood, and no change is counted twice. Exits with 1 if a source failed; what came before"
                    + " is committed.",
            ""
        })
final class SyncCommand implements Callable<Integer> {

    private final Workplace workplace;

    @Mixin
    private StoreOption store = new StoreOption();

    @Mixin
    private FormatOption format = new FormatOption();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            required = true,
            description = "The YAML file that names the sources.")
    private Path configFile = Path.of("");

    @Option(names = "--follow", description = "Go on until the process is told to end, asking again after each pause.")
    private boolean follow;

    @Parameters(arity = "0..*", paramLabel = "SOURCE", description = "Sync these sources only. Default: all")
    private List<String> wanted = List.of();

    SyncCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() throws InterruptedException {
        MirrorConfig config = MirrorConfig.read(configFile, System.getenv());
        Collection<String> sources = wanted.isEmpty() ? config.sourceIds() : known(config);
        if (!follow) {
            return print(run(config, sources, Syncer::syncAll));
        }
        try (Followings followings = new Followings()) {
            return print(run(config, sources, syncer -> followings.run(syncer, config.pause())));
        }
    }

    /** What is done with the sources. */
    private interface Way {
        List<SyncReport> go(Syncer syncer) throws InterruptedException;
    }

    private List<SyncReport> run(MirrorConfig config, Collection<String> sources, Way way) throws InterruptedException {
        try (Progress progress = new Progress(workplace.console(), "deltas", System::nanoTime)) {
            SyncWatch watch = new SyncWatch(workplace.console(), progress);
            try (MirrorSession session = MirrorSession.open(workplace, store.url(), config, sources, watch)) {
                return way.go(session.syncer());
            }
        }
    }

    private int print(List<SyncReport> reports) {
        new SyncSummary(reports).print(workplace.console(), format);
        workplace.console().out().flush(); // whoever follows may be told to end
        return reports.stream().anyMatch(report -> report.failure().isPresent()) ? ExitCode.NEGATIVE : ExitCode.DONE;
    }

    private Collection<String> known(MirrorConfig config) {
        for (String source : wanted) {
            if (!config.sourceIds().contains(source)) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "There is no such source. File: " + configFile + ". Expected: one of "
                                + String.join(", ", config.sourceIds()) + ". Found: " + source + ".");
            }
        }
        return wanted;
    }
}
