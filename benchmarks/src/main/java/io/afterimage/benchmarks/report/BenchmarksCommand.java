package io.afterimage.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code benchmarks/run}: runs suites, writes their results, the page and the pictures. A full run writes
 * {@code benchmarks/results} and the stretch of the project's first page; a quick one {@code benchmarks/target/quick}. What
 * other suites have left there before is part of the page.
 */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the suites of benchmarks and writes one page of ratios.",
            "With --jmh as the first argument, everything after it goes to JMH as it is."
        })
public final class BenchmarksCommand implements Callable<Integer> {

    private static final String RESULTS = "benchmarks/results/";

    @Option(names = "--quick", description = "Smaller sets and one round: under ten minutes, for a first look.")
    private boolean quickly;

    @Option(names = "--report", description = "Write the page from the results that are there; run nothing.")
    private boolean reportOnly;

    @Parameters(arity = "0..*", paramLabel = "SUITE", description = "Suites to run. Without any: all of them.")
    private List<String> names = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Path home;
    private final String commit;
    private final PrintStream out;

    private BenchmarksCommand(Path home, String commit, PrintStream out) {
        this.home = home;
        this.commit = commit;
        this.out = out;
    }

    /**
     * Runs the command and ends the process: 0 where everything was measured, 1 where a trial failed, 2 where the command
     * line is wrong.
     *
     * @param arguments the project's directory, the commit that was built, then the command line
     */
    public static void main(String[] arguments) {
        String[] line = List.of(arguments).subList(2, arguments.length).toArray(String[]::new);
        System.exit(run(Path.of(arguments[0]), arguments[1], System.out, line));
    }

    /** Runs the command in this process. */
    static int run(Path home, String commit, PrintStream out, String... line) {
        PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
        return new CommandLine(new BenchmarksCommand(home, commit, out))
                .setOut(writer)
                .setErr(writer)
                .execute(line);
    }

    @Override
    public Integer call() throws IOException {
        List<Suite> suites = chosen();
        ResultFiles files = new ResultFiles(directory());
        boolean complete = reportOnly || measure(suites, files);
        report(files);
        return complete ? 0 : 1;
    }

    private List<Suite> chosen() {
        try {
            return Plan.of(quickly).named(names);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Path directory() {
        return home.resolve(quickly ? "benchmarks/target/quick" : RESULTS);
    }

    private boolean measure(List<Suite> suites, ResultFiles files) throws IOException {
        boolean complete = true;
        SuiteRunner runner = new SuiteRunner(home.resolve("benchmarks/target/logs"), out::println);
        for (Suite suite : suites) {
            Circumstances now =
                    ThisMachine.circumstances(quickly, commit, home.resolve("benchmarks"), Clock.systemUTC());
            SuiteResult result = runner.run(suite, now);
            files.write(result);
            complete &= result.failures().isEmpty();
        }
        return complete;
    }

    private void report(ResultFiles files) throws IOException {
        Report report = new Report(new Results(files.readAll()), Contents.of(Sizes.of(quickly)));
        out.println();
        out.println(report.page());
        Files.createDirectories(directory());
        Files.writeString(directory().resolve("README.md"), report.page());
        for (Picture picture : report.pictures()) {
            Svg.write(picture, directory());
        }
        if (!quickly) {
            ReadmeSection.replace(home.resolve("README.md"), report.summary(RESULTS));
        }
        out.println("Written: " + directory().resolve("README.md"));
    }
}
