package io.afterimage.tck.torture;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Runs campaigns on a backend. Round i of a run has the seed of the run plus i, so each round is repeated alone by its
 * own seed. Directories of rounds that found something stay. Not thread-safe; one thread at a time.
 */
public final class Torture {

    private final Backend backend;
    private final Path scratch;
    private final int jobs;
    private final Children children;

    /**
     * Prepares to torture a backend.
     *
     * @param backend the backend
     * @param scratch an existing directory for the stores
     * @param jobs how many rounds run at a time (1 or more), where a campaign allows that
     */
    public Torture(Backend backend, Path scratch, int jobs) {
        this.backend = backend;
        this.scratch = scratch;
        this.jobs = jobs;
        this.children = new Children(backend, scratch);
    }

    /**
     * Runs the rounds of a campaign.
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
        ExecutorService executor = Executors.newFixedThreadPool(campaign.runsAlone() ? 1 : jobs);
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

    private Callable<CampaignResult> round(Campaign campaign, long seed) {
        return () -> {
            Path directory = emptyDirectory(campaign.name() + "-" + backend.name() + "-" + seed);
            Round round = new Round(backend, children, directory, seed);
            try {
                campaign.run(round);
            } catch (Exception | AssertionError e) {
                round.found(Harm.WRONG, "Thrown by the round: " + stackTrace(e));
            }
            if (!round.hasFindings()) {
                Directories.delete(directory);
            }
            return round.result(campaign);
        };
    }

    private Path emptyDirectory(String name) {
        try {
            Path directory = scratch.resolve(name);
            if (Files.exists(directory)) {
                Directories.delete(directory); // of an earlier run that found something
            }
            return Files.createDirectory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
