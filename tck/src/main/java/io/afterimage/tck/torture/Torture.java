package io.afterimage.tck.torture;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs campaigns on a backend. Round i of a run has the seed of the run plus i, so each round is repeated alone by its
 * own seed. Directories of rounds that found something stay. Thread-safe; several campaigns may run at a time.
 */
public final class Torture {

    private final Backend backend;
    private final Path scratch;
    private final int jobs;
    private final Children children;
    private final @Nullable Path figures;

    /**
     * Prepares to torture a backend.
     *
     * @param backend the backend
     * @param scratch an existing directory for the stores
     * @param jobs how many rounds run at a time (1 or more)
     */
    public Torture(Backend backend, Path scratch, int jobs) {
        this(new Children(backend, scratch, Watchdog.PATIENCE), scratch, jobs, null);
    }

    private Torture(Children children, Path scratch, int jobs, @Nullable Path figures) {
        this.backend = children.backend();
        this.scratch = scratch;
        this.jobs = jobs;
        this.children = children;
        this.figures = figures;
    }

    /**
     * The same, but it keeps the figures of campaigns that leave some.
     *
     * @param directory where to; an existing directory, whose files of the same names are replaced
     * @return another one
     */
    public Torture keepingFigures(Path directory) {
        return new Torture(children, scratch, jobs, directory);
    }

    /**
     * The same, but it waits longer or shorter than two minutes for a sign of life of a child JVM before that counts as
     * hanging.
     *
     * @param patience how long
     * @return another one
     */
    public Torture waitingFor(Duration patience) {
        return new Torture(new Children(backend, scratch, patience), scratch, jobs, figures);
    }

    /**
     * Runs the rounds of a campaign, or its one round that is so long.
     *
     * @param campaign the campaign
     * @param seed the seed of the first round
     * @param rounds how many rounds (1 or more)
     * @param watcher is told of each finished round, from one thread
     * @return what came of them
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    public CampaignResult run(Campaign campaign, long seed, int rounds, Consumer<CampaignResult> watcher)
            throws InterruptedException {
        if (campaign.isOneLongRound()) {
            return runLong(campaign, seed, rounds, watcher);
        }
        ExecutorService executor = Executors.newFixedThreadPool(jobs * campaign.roundsAtATime());
        try {
            List<Future<CampaignResult>> running = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                running.add(executor.submit(round(campaign, seed + i)));
            }
            CampaignResult total = CampaignResult.none(campaign, backend, seed);
            for (Future<CampaignResult> one : running) {
                total = total.plus(one.get());
                watcher.accept(total);
            }
            return total;
        } catch (ExecutionException e) {
            throw new IllegalStateException("A round ended without a result. Campaign: " + campaign.name() + ".", e);
        } finally {
            executor.shutdownNow();
        }
    }

    private CampaignResult runLong(Campaign campaign, long seed, int units, Consumer<CampaignResult> watcher) {
        Path directory = emptyDirectory(campaign, seed);
        CampaignResult none = CampaignResult.none(campaign, backend, seed);
        Round round =
                new Round(children, directory, seed, new Round.Length(units, over -> watcher.accept(none.after(over))));
        run(campaign, round);
        return round.result(campaign, units);
    }

    private Callable<CampaignResult> round(Campaign campaign, long seed) {
        return () -> {
            Round round = new Round(children, emptyDirectory(campaign, seed), seed, Round.Length.ONE);
            run(campaign, round);
            return round.result(campaign, 1);
        };
    }

    private void run(Campaign campaign, Round round) {
        try {
            campaign.run(round);
        } catch (Exception | AssertionError e) {
            round.found(Harm.WRONG, "Thrown by the round: " + stackTrace(e));
        }
        keepFigures(round);
        if (!round.hasFindings()) {
            Directories.delete(round.directory());
        }
    }

    private void keepFigures(Round round) {
        Path left = Round.figuresIn(round.directory());
        if (figures == null || !Files.exists(left)) {
            return;
        }
        try (Stream<Path> files = Files.list(left)) {
            for (Path file : files.toList()) {
                Files.copy(file, figures.resolve(left.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path emptyDirectory(Campaign campaign, long seed) {
        try {
            Path directory = scratch.resolve(campaign.name() + "-" + backend.name() + "-" + seed);
            if (Files.exists(directory)) {
                Directories.delete(directory); // of an earlier run that found something
            }
            return Files.createDirectory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
