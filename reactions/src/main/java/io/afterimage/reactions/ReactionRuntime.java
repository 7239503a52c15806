package io.afterimage.reactions;

import io.afterimage.QueryId;
import io.afterimage.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Brings reactions and live queries together again, exactly where they stood. Thread-safe.
 *
 * <p>For each query of a reaction a worker subscribes first, then plans ({@link RecoveryPlanner}), then bootstraps or reads
 * the outbox, then follows. Emissions are handled one at a time in sequence order; the checkpoint is written after each
 * effect, never before. An emission is handled at least once; exactly once where the effect and the checkpoint are one
 * write ({@link Reaction#ownCheckpoints}).
 *
 * <p>A slow reaction never makes the query wait: what does not fit its buffer it reads from the outbox later. A hole is
 * filled from the outbox first; only what the outbox no longer has is decided by the policy.
 */
public final class ReactionRuntime implements AutoCloseable {

    private final RuntimeParts parts;
    private final @Nullable CheckpointStore checkpoints;
    private final @Nullable ExecutorService ownThreads;
    private final Map<String, RunningReaction> running = new ConcurrentHashMap<>();

    private ReactionRuntime(Builder builder) {
        ownThreads = builder.executor == null ? Executors.newCachedThreadPool(daemons()) : null;
        parts = builder.parts(ownThreads);
        checkpoints = builder.checkpoints;
    }

    private static ThreadFactory daemons() {
        return task -> {
            Thread thread = new Thread(task, "afterimage-reaction");
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Starts a runtime.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts a reaction. It returns at once; {@link RunningReaction#status} tells how far it is.
     *
     * @param reaction the reaction
     * @param options its terms
     * @param feeds the queries it follows (one or more, each once)
     * @return the running reaction, to be closed by the caller or with the runtime
     * @throws RefusedException if the terms contradict each other or what they stand on ({@link Contradiction}), if a
     *     reaction of that name is running, or if a query comes twice; nothing is started
     */
    public RunningReaction start(Reaction reaction, ReactionOptions options, List<? extends EmissionFeed> feeds) {
        String name = QueryId.check(reaction.reactionId());
        requireDistinct(name, feeds);
        CheckpointStore checkpointsInUse = checkpointsOf(reaction);
        feeds.forEach(feed -> requireSound(name, options, checkpointsInUse, feed));
        List<ReactionWorker> workers = feeds.stream()
                .map(feed -> new ReactionWorker(reaction, options, feed, checkpointsInUse, parts))
                .toList();
        RunningReaction started = new RunningReaction(name, workers, it -> running.remove(name, it));
        if (running.putIfAbsent(name, started) != null) {
            throw new RefusedException("A reaction of this name is running. Reaction: " + name
                    + ". Next: close it first, or choose another name.");
        }
        workers.forEach(ReactionWorker::start);
        return started;
    }

    private static void requireDistinct(String name, List<? extends EmissionFeed> feeds) {
        Set<String> queryIds = new HashSet<>();
        for (EmissionFeed feed : feeds) {
            if (!queryIds.add(feed.queryId())) {
                throw new RefusedException(
                        "A reaction follows a query twice. Reaction: " + name + ". Query: " + feed.queryId() + ".");
            }
        }
        if (queryIds.isEmpty()) {
            throw new RefusedException("A reaction follows no query. Reaction: " + name + ".");
        }
    }

    private CheckpointStore checkpointsOf(Reaction reaction) {
        return reaction.ownCheckpoints()
                .or(() -> Optional.ofNullable(checkpoints))
                .orElseThrow(() -> new RefusedException("There is nowhere to keep checkpoints. Reaction: "
                        + reaction.reactionId() + ". Next: give the runtime a checkpoint store."));
    }

    private void requireSound(
            String name, ReactionOptions options, CheckpointStore checkpointsInUse, EmissionFeed feed) {
        Contradiction.in(options, checkpointsInUse, feed).ifPresent(found -> {
            throw new RefusedException(found.reason() + " Rule: " + found + ". Reaction: " + name + ". Query: "
                    + feed.queryId() + ". Next: " + found.remedy());
        });
        if (options.policy() == RecoveryPolicy.AUTO_SKIP_GAP && parts.deadLetters() == null) {
            throw new RefusedException("A reaction that may pass emissions has nowhere to record them. Reaction: "
                    + name + ". Next: give the runtime dead letters, or use STRICT.");
        }
    }

    /** Closes all running reactions and waits for them, then the threads the runtime has made itself. Idempotent. */
    @Override
    public void close() {
        List<RunningReaction> all = List.copyOf(running.values());
        all.forEach(RunningReaction::beginClosing);
        all.forEach(RunningReaction::close);
        if (ownThreads != null) {
            ownThreads.shutdown();
        }
    }

    /** Collects the settings of a runtime. Not thread-safe; one thread at a time. */
    public static final class Builder {

        private @Nullable Executor executor;
        private @Nullable Alarm alarm;
        private Clock clock = Clock.systemUTC();
        private LongSupplier nanoTime = System::nanoTime;
        private RandomGenerator random = new Random();
        private RetryPolicy retry = RetryPolicy.DEFAULT;
        private Duration headCheckEvery = Duration.ofSeconds(1);
        private ReactionObserver observer = ReactionObserver.NONE;
        private @Nullable CheckpointStore checkpoints;
        private @Nullable DeadLetters deadLetters;

        private Builder() {}

        /**
         * Sets where checkpoints are kept of reactions that do not keep them themselves.
         *
         * @param store the checkpoint store
         * @return this builder
         */
        public Builder checkpoints(CheckpointStore store) {
            checkpoints = Objects.requireNonNull(store, "store");
            return this;
        }

        /**
         * Sets where emissions are recorded that are given up under {@link RecoveryPolicy#AUTO_SKIP_GAP}.
         *
         * @param letters the dead letters
         * @return this builder
         */
        public Builder deadLetters(DeadLetters letters) {
            deadLetters = Objects.requireNonNull(letters, "letters");
            return this;
        }

        /**
         * Sets how often and after which pauses something that failed is tried again.
         *
         * @param policy the policy; {@link RetryPolicy#DEFAULT} unless told
         * @return this builder
         */
        public Builder retry(RetryPolicy policy) {
            retry = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets how often an idle reaction asks the feed for its head, to find what was never handed over.
         *
         * @param interval the interval (more than 0); a second unless told
         * @return this builder
         */
        public Builder headCheckEvery(Duration interval) {
            if (interval.isNegative() || interval.isZero()) {
                throw new RefusedException(
                        "The interval leaves no time. Expected: more than 0. Found: " + interval + ".");
            }
            headCheckEvery = interval;
            return this;
        }

        /**
         * Sets who is told of what the reactions do.
         *
         * @param listener the observer
         * @return this builder
         */
        public Builder observer(ReactionObserver listener) {
            observer = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Sets where the workers run: one task at a time for each (reaction, query), as long as its handler takes.
         *
         * @param workers the executor, which stays the caller's; a thread for each busy worker unless told
         * @return this builder
         */
        public Builder executor(Executor workers) {
            executor = Objects.requireNonNull(workers, "workers");
            return this;
        }

        /**
         * Sets how the workers wait.
         *
         * @param timer the alarm; the JDK's own timer unless told
         * @return this builder
         */
        public Builder alarm(Alarm timer) {
            alarm = Objects.requireNonNull(timer, "timer");
            return this;
        }

        /**
         * Sets what time it is, for dead letters.
         *
         * @param wallClock the clock; the system's unless told
         * @return this builder
         */
        public Builder clock(Clock wallClock) {
            clock = Objects.requireNonNull(wallClock, "wallClock");
            return this;
        }

        /**
         * Sets how time is measured, for the timers of the observer.
         *
         * @param nanos a count of nanoseconds; {@link System#nanoTime} unless told
         * @return this builder
         */
        public Builder nanoTime(LongSupplier nanos) {
            nanoTime = Objects.requireNonNull(nanos, "nanos");
            return this;
        }

        /**
         * Sets where the jitter of the pauses comes from.
         *
         * @param generator a thread-safe generator
         * @return this builder
         */
        public Builder random(RandomGenerator generator) {
            random = Objects.requireNonNull(generator, "generator");
            return this;
        }

        /**
         * Finishes the runtime.
         *
         * @return the runtime, to be closed by the caller
         */
        public ReactionRuntime build() {
            return new ReactionRuntime(this);
        }

        private RuntimeParts parts(@Nullable Executor ownThreads) {
            return new RuntimeParts(
                    executor == null ? Objects.requireNonNull(ownThreads) : executor,
                    alarm == null ? Builder::wakeAfter : alarm,
                    clock,
                    nanoTime,
                    random,
                    retry,
                    headCheckEvery,
                    observer,
                    deadLetters);
        }

        /** The JDK's own timer thread; what it runs only wakes a worker. */
        private static void wakeAfter(Duration delay, Runnable task) {
            CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, Runnable::run)
                    .execute(task);
        }
    }
}
