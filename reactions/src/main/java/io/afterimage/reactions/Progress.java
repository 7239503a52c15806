package io.afterimage.reactions;

import io.afterimage.Position;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How far a worker has come, and who is told of it. Written by the worker's thread; the status may be read by any.
 */
final class Progress {

    private final String queryId;
    private final ReactionObserver observer;
    private final LiveBuffer buffer;

    private final AtomicLong handled = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final AtomicLong gapsHealed = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong deadLetters = new AtomicLong();
    private final AtomicLong failedAttempts = new AtomicLong();

    private volatile ReactionState state = ReactionState.STARTING;
    private volatile @Nullable Position done;
    private volatile @Nullable Throwable failure;

    Progress(String queryId, ReactionObserver observer, LiveBuffer buffer) {
        this.queryId = queryId;
        this.observer = observer;
        this.buffer = buffer;
    }

    ReactionState state() {
        return state;
    }

    /** Up to where the effect is done; null as long as that is not known. */
    @Nullable
    Position done() {
        return done;
    }

    QueryStatus status() {
        Position checkpoint = done;
        Position at = checkpoint == null ? Position.NONE : checkpoint;
        return new QueryStatus(queryId, state, at, later(at, buffer.lastHeard()), failure, counts());
    }

    private QueryStatus.Counts counts() {
        return new QueryStatus.Counts(
                handled.get(),
                duplicates.get(),
                gapsHealed.get(),
                skipped.get(),
                deadLetters.get(),
                failedAttempts.get());
    }

    private static Position later(Position one, Position other) {
        boolean otherIsLater = other.generation() != one.generation()
                ? other.generation() > one.generation()
                : other.sequence() > one.sequence();
        return otherIsLater ? other : one;
    }

    void enter(ReactionState next) {
        if (!state.isValidTransition(next)) {
            throw new IllegalStateException(
                    "The reaction's state has no such successor. State: " + state + ". Next: " + next + ".");
        }
        state = next;
        tell();
    }

    void moveTo(Position position) {
        done = position;
        tell();
    }

    /** From here on it is not known where the effect stands. */
    void forget() {
        done = null;
    }

    void succeeded() {
        failure = null;
    }

    void attemptFailed(Throwable cause) {
        failure = cause;
        failedAttempts.incrementAndGet();
        observer.attemptFailed(cause);
    }

    void stoppedBy(Throwable cause) {
        failure = cause;
        enter(ReactionState.FAILED);
    }

    void handled(Position position) {
        handled.incrementAndGet();
        observer.handled(position);
    }

    void duplicateSkipped() {
        duplicates.incrementAndGet();
        observer.duplicateSkipped();
        tell();
    }

    void gapHealed(long emissions) {
        gapsHealed.incrementAndGet();
        observer.gapHealed(emissions);
        tell();
    }

    void planned(RecoveryFacts facts, RecoveryPlan plan) {
        if (plan instanceof RecoveryPlan.SkipTo skip) {
            skipped.addAndGet(skip.skipped());
        }
        observer.planned(facts, plan);
    }

    void bootstrapped(Bootstrap.Cause cause, Duration took, long rows) {
        observer.bootstrapped(cause, took, rows);
    }

    void replayed(Duration took, long emissions) {
        observer.replayed(took, emissions);
    }

    void deadLettered(DeadLetter letter) {
        deadLetters.incrementAndGet();
        observer.deadLettered(letter);
    }

    private void tell() {
        observer.changed(status());
    }
}
