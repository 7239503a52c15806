package io.afterimage.reactions;

import static io.afterimage.reactions.ReactionState.BOOTSTRAPPING;
import static io.afterimage.reactions.ReactionState.LIVE;
import static io.afterimage.reactions.ReactionState.PLANNING;
import static io.afterimage.reactions.ReactionState.REPLAYING;
import static io.afterimage.reactions.ReactionState.RETRYING;
import static io.afterimage.reactions.ReactionState.STOPPED;

import io.afterimage.Position;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Does one reaction's work for one query, one step at a time: it subscribes, plans, bootstraps or replays, and follows.
 * What each step does to the effect and the checkpoint is {@link Effect}'s; where the next emission comes from is
 * {@link Inflow}'s; here is what follows what, and what follows a failure. Thread-safe.
 */
final class ReactionWorker {

    private final Reaction reaction;
    private final ReactionOptions options;
    private final RuntimeParts parts;
    private final Progress progress;
    private final Inflow inflow;
    private final Effect effect;
    private final SerialTask task;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private volatile boolean closing;
    private volatile boolean retryIsDue;
    private volatile boolean headCheckIsDue;

    private ReactionState stateBeforeRetry = ReactionState.STARTING;
    private Bootstrap.Cause bootstrapCause = Bootstrap.Cause.FRESH_START;
    private int failedInARow;

    ReactionWorker(
            Reaction reaction,
            ReactionOptions options,
            EmissionFeed feed,
            CheckpointStore checkpoints,
            RuntimeParts parts) {
        this.reaction = reaction;
        this.options = options;
        this.parts = parts;
        task = new SerialTask(parts.executor(), this::step, this::rejected);
        LiveBuffer buffer = new LiveBuffer(options.bufferedEmissions(), task::wake);
        ReactionObserver observer = parts.observer().of(reaction.reactionId(), feed.queryId());
        progress = new Progress(feed.queryId(), observer, buffer);
        inflow = new Inflow(feed, buffer, progress, options.outboxEntriesPerRead(), parts.nanoTime());
        effect = new Effect(reaction, feed, checkpoints, progress, parts);
    }

    void start() {
        task.wake();
        armHeadCheck();
    }

    QueryStatus status() {
        return progress.status();
    }

    /** Asks the worker to end after the step it is in. */
    CompletableFuture<Void> close() {
        beginClosing();
        return ended;
    }

    void beginClosing() {
        closing = true;
        task.wake();
    }

    boolean isRunningHere() {
        return task.isRunningHere();
    }

    private void armHeadCheck() {
        parts.alarm().after(parts.headCheckEvery(), () -> {
            if (!ended.isDone()) {
                headCheckIsDue = true;
                task.wake();
                armHeadCheck();
            }
        });
    }

    private boolean step() {
        if (ended.isDone()) {
            return false;
        }
        try {
            boolean more = act();
            if (progress.state() != RETRYING && !ended.isDone()) {
                failedInARow = 0;
                progress.succeeded();
            }
            return more;
        } catch (Exception e) {
            return attemptFailed(e);
        } catch (Throwable e) { // an error of the machine is no reason to pass an emission
            fail(stopped(effect.deed(), e));
            return false;
        }
    }

    private boolean act() throws Exception {
        if (progress.state() == RETRYING && !resume()) {
            return false;
        }
        if (effect.finish()) {
            if (progress.state() == PLANNING || progress.state() == BOOTSTRAPPING) {
                progress.enter(REPLAYING);
            }
            return true;
        }
        if (closing) {
            stop();
            return false;
        }
        if (effect.handle()) {
            return true;
        }
        return actByState();
    }

    /** Whether the pause is over. Closing ends it, for an effect that still has to be finished. */
    private boolean resume() {
        if (closing && !effect.isUnfinished()) {
            stop();
            return false;
        }
        if (!retryIsDue && !closing) {
            return false;
        }
        retryIsDue = false;
        progress.enter(stateBeforeRetry);
        return true;
    }

    private boolean actByState() throws Exception {
        return switch (progress.state()) {
            case STARTING -> {
                inflow.open();
                progress.enter(PLANNING);
                yield true;
            }
            case PLANNING -> plan();
            case BOOTSTRAPPING -> {
                effect.build(bootstrapCause);
                yield true;
            }
            case REPLAYING -> take(inflow.replay());
            case LIVE -> take(inflow.live(takeHeadCheck()));
            case RETRYING, STOPPED, FAILED -> false;
        };
    }

    private boolean takeHeadCheck() {
        boolean due = headCheckIsDue;
        headCheckIsDue = false;
        return due;
    }

    private boolean take(Inflow.Next next) {
        switch (next.kind()) {
            case EMISSION -> effect.take(Objects.requireNonNull(next.emission()));
            case REPLAY -> progress.enter(REPLAYING);
            case LIVE -> progress.enter(LIVE);
            case PLAN -> progress.enter(PLANNING);
            case DUPLICATE -> progress.duplicateSkipped();
            case MORE -> {}
            case NOTHING -> {
                return false;
            }
        }
        return true;
    }

    private boolean plan() {
        RecoveryFacts facts = inflow.facts(effect.checkpoint(), options);
        RecoveryPlan plan = RecoveryPlanner.plan(facts);
        progress.planned(facts, plan);
        if (plan instanceof RecoveryPlan.ResumeAfter resume) {
            progress.moveTo(resume.position());
            progress.enter(REPLAYING);
        } else if (plan instanceof RecoveryPlan.StartAtHead start) {
            effect.skipTo(start.head());
        } else if (plan instanceof RecoveryPlan.SkipTo skip) {
            effect.skipTo(skip.position());
        } else if (plan instanceof RecoveryPlan.BuildFromSnapshot build) {
            bootstrap(build.cause());
        } else if (plan instanceof RecoveryPlan.Refuse refusal) {
            fail(refused(refusal));
        }
        return true;
    }

    private void bootstrap(Bootstrap.Cause cause) {
        bootstrapCause = cause;
        progress.enter(BOOTSTRAPPING);
    }

    private boolean attemptFailed(Exception failure) {
        progress.attemptFailed(failure);
        failedInARow++;
        Deed deed = effect.deed();
        boolean again =
                deed.waitsOut(failure) || (failedInARow < parts.retry().maxAttempts() && !deed.isHopeless(failure));
        if (!again || closing) {
            giveUp(deed, failure);
            return true;
        }
        stateBeforeRetry = progress.state();
        progress.enter(RETRYING);
        Duration pause = parts.retry().pauseAfter(failedInARow, parts.random());
        parts.alarm().after(pause, () -> {
            retryIsDue = true;
            task.wake();
        });
        return false;
    }

    private void giveUp(Deed deed, Exception failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        boolean poisoned = deed == Deed.HANDLING && !(failure instanceof InterruptedException);
        if (closing && !effect.isUnfinished()) {
            stop();
        } else if (poisoned && options.policy() == RecoveryPolicy.AUTO_RESET) {
            effect.abandon();
            inflow.abandon();
            bootstrap(Bootstrap.Cause.RESET);
        } else if (poisoned && options.policy() == RecoveryPolicy.AUTO_SKIP_GAP) {
            effect.giveUp(failedInARow, failure);
        } else {
            fail(stopped(deed, failure));
        }
        failedInARow = 0;
    }

    private void stop() {
        end(() -> progress.enter(STOPPED));
    }

    private void fail(Throwable cause) {
        end(() -> progress.stoppedBy(cause));
    }

    private void end(Runnable lastTransition) {
        if (ended.isDone()) {
            return;
        }
        try {
            lastTransition.run();
            inflow.close();
        } finally {
            ended.complete(null);
        }
    }

    private void rejected(RejectedExecutionException cause) {
        fail(new ReactionStoppedException(
                "The executor takes no more work. Reaction: " + reaction.reactionId() + ". Query: "
                        + progress.status().queryId() + ". Next: close reactions before their executor.",
                cause));
    }

    private ReactionStoppedException refused(RecoveryPlan.Refuse refusal) {
        return new ReactionStoppedException(
                refusal.reason() + " Reaction: " + reaction.reactionId() + ". Query: "
                        + progress.status().queryId() + ". Policy: " + options.policy() + ". "
                        + refusal.facts().inWords() + " Next: " + String.join(" ", refusal.remedies()),
                null);
    }

    private ReactionStoppedException stopped(Deed deed, Throwable failure) {
        return new ReactionStoppedException(
                "The reaction stopped after a failure. Reaction: " + reaction.reactionId() + ". Query: "
                        + progress.status().queryId() + ". Policy: " + options.policy() + ". While: " + deed.words()
                        + effect.inHandWords() + ". Attempts: " + failedInARow + ". Checkpoint: "
                        + checkpointWords() + ". Found: " + failure + ". Next: remove the cause and start it again; it"
                        + " goes on after the checkpoint.",
                failure);
    }

    private String checkpointWords() {
        @Nullable Position done = progress.done();
        return done == null ? "none" : done.toString();
    }
}
