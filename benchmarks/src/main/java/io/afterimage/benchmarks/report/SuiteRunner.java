package io.afterimage.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the trials of a suite with JMH, each in a JVM of its own. What JMH prints goes to a log; what a person waits for is
 * one line per trial. A trial that fails is noted, and the others go on. Not thread-safe; one thread at a time.
 */
final class SuiteRunner {

    private static final String PACKAGE = "io.afterimage.benchmarks";

    private final Path logs;
    private final Consumer<String> progress;

    SuiteRunner(Path logs, Consumer<String> progress) {
        this.logs = logs;
        this.progress = progress;
    }

    /** Runs a suite. */
    SuiteResult run(Suite suite, Circumstances circumstances) throws IOException {
        Files.createDirectories(logs);
        Path log = logs.resolve(suite.name() + ".log");
        List<Measurement> measured = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        long start = System.nanoTime();
        try (PrintStream output = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
            List<Suite.Step> steps = suite.steps();
            for (Suite.Step step : steps) {
                Optional<Measurement> answer = run(suite, step, output);
                answer.ifPresentOrElse(measured::add, () -> failures.add(step.name()));
                progress.accept("%s %d of %d: %s%s"
                        .formatted(
                                suite.name(),
                                measured.size() + failures.size(),
                                steps.size(),
                                step.name(),
                                answer.map(SuiteRunner::told).orElse(" FAILED; see " + log)));
            }
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        return new SuiteResult(suite.name(), circumstances.took(seconds), failures, measured);
    }

    private static String told(Measurement measurement) {
        return ", %,.4g %s"
                .formatted(measurement.primary().score(), measurement.primary().unit());
    }

    private static Optional<Measurement> run(Suite suite, Suite.Step step, PrintStream log) {
        Runner runner = new Runner(
                options(suite, step.group(), step.trial()).build(),
                OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL));
        try {
            return runner.run().stream()
                    .filter(result -> !result.getBenchmarkResults().isEmpty())
                    .findFirst()
                    .map(result -> Measurement.of(result, step.groupNumber(), step.round()));
        } catch (RunnerException e) {
            e.printStackTrace(log);
            return Optional.empty();
        }
    }

    private static ChainedOptionsBuilder options(Suite suite, Group group, Trial trial) {
        Effort effort = group.effort();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + (PACKAGE + "." + suite.name() + "." + trial.benchmark()).replace(".", "\\.") + "$")
                .forks(1)
                .warmupForks(0)
                .warmupIterations(effort.warmups())
                .warmupTime(TimeValue.milliseconds(effort.warmupMs()))
                .measurementIterations(effort.iterations())
                .measurementTime(TimeValue.milliseconds(effort.iterationMs()))
                .timeout(TimeValue.minutes(5));
        for (Map.Entry<String, String> param : trial.params().entrySet()) {
            options.param(param.getKey(), param.getValue());
        }
        if (group.allocation()) {
            options.addProfiler(GCProfiler.class);
        }
        return options;
    }
}
