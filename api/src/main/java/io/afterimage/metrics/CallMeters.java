package io.afterimage.metrics;

import io.afterimage.AfterimageException;
import io.afterimage.CommitResult;
import io.afterimage.RowMutation;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** The timers and counters of the calls. Thread-safe. */
final class CallMeters {

    static final String OK = "ok";
    private static final String ERROR = "error";
    private static final String NONE = "none";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Clock clock;
    private final Counter upserts;
    private final Counter deletes;
    private final MeterProvider<Counter> commits;

    CallMeters(MeterRegistry registry, Tags tags, Clock clock) {
        this.registry = registry;
        this.tags = tags;
        this.clock = clock;
        upserts = mutations("upsert");
        deletes = mutations("delete");
        commits = Counter.builder("afterimage.commits")
                .description("Commits, by the store's answer")
                .tags(tags)
                .withRegistry(registry);
    }

    MeterProvider<Timer> timer(String name, String description) {
        return Timer.builder(name).description(description).tags(tags).withRegistry(registry);
    }

    /** Makes a call and records how long it took and how it ended. */
    <T> T time(MeterProvider<Timer> timer, Supplier<T> call, Function<T, String> outcome) {
        long start = clock.monotonicTime();
        try {
            T answer = call.get();
            record(timer, start, outcome.apply(answer), NONE);
            return answer;
        } catch (RuntimeException | Error failure) {
            record(timer, start, ERROR, name(failure));
            throw failure;
        }
    }

    void time(MeterProvider<Timer> timer, Runnable call) {
        time(
                timer,
                () -> {
                    call.run();
                    return OK;
                },
                outcome -> outcome);
    }

    void countMutations(List<? extends RowMutation> mutations) {
        long deleted =
                mutations.stream().filter(RowMutation.Delete.class::isInstance).count();
        deletes.increment((double) deleted);
        upserts.increment((double) (mutations.size() - deleted));
    }

    void countCommit(CommitResult answer) {
        commits.withTag("outcome", Outcomes.of(answer)).increment();
    }

    private Counter mutations(String kind) {
        return Counter.builder("afterimage.mutations")
                .description("Row changes written")
                .tags(tags)
                .tag("kind", kind)
                .register(registry);
    }

    private void record(MeterProvider<Timer> timer, long start, String outcome, String error) {
        timer.withTags("outcome", outcome, "error", error).record(clock.monotonicTime() - start, TimeUnit.NANOSECONDS);
    }

    /** The store's own errors by name; anything else comes from the caller, and its names have no end. */
    private static String name(Throwable failure) {
        return failure instanceof AfterimageException ? failure.getClass().getSimpleName() : "other";
    }
}
