package io.afterimage.cli.torture;

import io.afterimage.cli.ExitCode;
import io.afterimage.cli.FormatOption;
import io.afterimage.cli.Json;
import io.afterimage.cli.Progress;
import io.afterimage.cli.Workplace;
import io.afterimage.cli.supervision.DemoEngine;
import io.afterimage.cli.supervision.Workspace;
import io.afterimage.tck.torture.Backend;
import io.afterimage.tck.torture.Campaign;
import io.afterimage.tck.torture.CampaignResult;
import io.afterimage.tck.torture.Campaigns;
import io.afterimage.tck.torture.Torture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code torture}: attacks stores on purpose and shows what came of it. */
@Command(
        name = "torture",
        mixinStandardHelpOptions = true,
        description = {
            "Attacks fresh stores on purpose: kills, faults, cut and damaged files, and what else there is.",
            "",
            "Prints how many faults were injected, and what was lost, torn or wrong, or killed a JVM. Exits with 1 if"
                    + " anything was. The seed says what is random; --seed repeats a run, and with --rounds 1 one round"
                    + " of it.",
            ""
        })
public final class TortureCommand implements Callable<Integer> {

    private static final long LARGEST_CHOSEN_SEED = 1_000_000_000;

    private final Workplace workplace;

    @Option(
            names = "--store",
            paramLabel = "ENGINE",
            split = ",",
            description = "The engines: ${COMPLETION-CANDIDATES}. Default: all of them")
    private List<DemoEngine> engines = List.of(DemoEngine.values());

    @Option(
            names = "--campaign",
            paramLabel = "NAME",
            split = ",",
            description = "The campaigns. Default: all of them, in their small form")
    private List<String> campaigns = List.of();

    @Option(names = "--all", description = "Run all campaigns in their full form, which takes an hour or two.")
    private boolean all;

    @Option(names = "--rounds", paramLabel = "N", description = "How many rounds of each campaign.")
    private @Nullable Integer rounds;

    @Option(names = "--seed", paramLabel = "S", description = "The seed of the first round. Default: a random one")
    private long seed = 1 + (long) (new SecureRandom().nextDouble() * LARGEST_CHOSEN_SEED);

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many rounds run at a time. Default: ${DEFAULT-VALUE}")
    private int jobs;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the stores are; empty or absent. Default: a temporary directory")
    private @Nullable Path directory;

    @Option(
            names = "--figures",
            paramLabel = "DIR",
            description = "Where campaigns that watch something leave what they saw, as CSV and as a picture.")
    private @Nullable Path figures;

    @Mixin
    private FormatOption format = new FormatOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * Creates the command.
     *
     * @param workplace its console
     */
    public TortureCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Campaign> chosen = chosen();
        requireOneOrMore("--rounds", rounds == null ? 1 : rounds);
        requireOneOrMore("--jobs", jobs);
        try (Workspace workspace = Workspace.create(directory)) {
            Files.createDirectories(workspace.store());
            if (figures != null) {
                Files.createDirectories(figures);
            }
            workplace.console().note("seed " + seed);
            TortureReport report = new TortureReport(seed, run(chosen, workspace.store()));
            if (!report.passed() && workspace.keepStore()) {
                workplace.console().note("The stores are kept: " + workspace.store());
            }
            print(report);
            return report.passed() ? ExitCode.DONE : ExitCode.NEGATIVE;
        }
    }

    private void print(TortureReport report) {
        if (format.json()) {
            workplace.console().out().line(Json.of(report.json()));
        } else {
            report.printTo(workplace.console().out());
        }
    }

    private List<Campaign> chosen() {
        if (all && !campaigns.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--all and --campaign exclude each other.");
        }
        List<Campaign> known = Campaigns.all();
        for (String name : campaigns) {
            if (known.stream().noneMatch(campaign -> campaign.name().equals(name))) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no such campaign. Expected: "
                                + known.stream().map(Campaign::name).collect(Collectors.joining(", ")) + ". Found: "
                                + name + ".");
            }
        }
        return known.stream()
                .filter(campaign -> campaigns.isEmpty() || campaigns.contains(campaign.name()))
                .toList();
    }

    private void requireOneOrMore(String option, int value) {
        if (value < 1) {
            throw new ParameterException(
                    spec.commandLine(), option + " is outside its limits. Expected: 1 or more. Found: " + value + ".");
        }
    }

    /** In the order of engines and campaigns; one long round runs beside all others. */
    private List<CampaignResult> run(List<Campaign> chosen, Path scratch) throws IOException, InterruptedException {
        List<Attack> attacks = attacks(chosen, scratch);
        ExecutorService beside = Executors.newCachedThreadPool();
        try {
            Map<Attack, Future<CampaignResult>> results = new LinkedHashMap<>();
            for (Attack attack : attacks) {
                boolean isLong = attack.campaign.isOneLongRound();
                results.put(attack, isLong ? beside.submit(() -> run(attack)) : new CompletableFuture<>());
            }
            for (Attack attack : attacks) {
                if (results.get(attack) instanceof CompletableFuture<CampaignResult> here) {
                    here.complete(run(attack));
                }
            }
            return all(results.values());
        } finally {
            beside.shutdownNow();
        }
    }

    private List<CampaignResult> all(Collection<Future<CampaignResult>> futures)
            throws IOException, InterruptedException {
        List<CampaignResult> results = new ArrayList<>();
        for (Future<CampaignResult> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("A campaign ended without a result.", e.getCause());
            }
            draw(results.get(results.size() - 1));
        }
        return results;
    }

    private void draw(CampaignResult result) throws IOException {
        if (figures != null) {
            new FigureDirectory(figures)
                    .draw(result)
                    .ifPresent(picture -> workplace.console().note("drawn: " + picture));
        }
    }

    private List<Attack> attacks(List<Campaign> chosen, Path scratch) {
        List<Attack> attacks = new ArrayList<>();
        for (DemoEngine engine : engines) {
            Torture alone = new Torture(backend(engine), scratch, jobs);
            Torture torture = figures == null ? alone : alone.keepingFigures(figures);
            chosen.forEach(campaign -> attacks.add(new Attack(torture, engine, campaign)));
        }
        return attacks;
    }

    private CampaignResult run(Attack attack) throws InterruptedException {
        Campaign campaign = attack.campaign;
        int count = rounds != null ? rounds : all ? campaign.fullRounds() : campaign.smallRounds();
        workplace
                .console()
                .note(campaign.name() + " on " + attack.engine + ", " + count + " rounds: " + campaign.attack());
        try (Progress progress = new Progress(workplace.console(), "rounds", System::nanoTime)) {
            return attack.torture.run(
                    campaign, seed, count, soFar -> progress.show(soFar.rounds(), (double) soFar.rounds() / count));
        }
    }

    /** What is done to whom. */
    private record Attack(Torture torture, DemoEngine engine, Campaign campaign) {}

    private static Backend backend(DemoEngine engine) {
        return switch (engine) {
            case ROCKSDB -> new RocksDbBackend();
            case SQLITE -> new SqliteBackend();
        };
    }
}
