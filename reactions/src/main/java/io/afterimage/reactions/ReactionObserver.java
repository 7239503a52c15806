package io.afterimage.reactions;

import io.afterimage.Position;
import java.time.Duration;

/**
 * Who is told of what a reaction does for one query, for meters and logs. Called from the worker's thread, after the fact.
 * It must be quick and must not throw. Not called by two threads at a time for one query.
 */
public interface ReactionObserver {

    /** Listens to nothing. */
    ReactionObserver NONE = new ReactionObserver() {};

    /**
     * Gives each (reaction, query) an observer of its own.
     *
     * @param reactionId the reaction
     * @param queryId the query
     * @return who is told of it; this observer unless overridden
     */
    default ReactionObserver of(String reactionId, String queryId) {
        return this;
    }

    /**
     * The status has changed: state, checkpoint or counts.
     *
     * @param status the status now
     */
    default void changed(QueryStatus status) {}

    /**
     * A recovery was planned.
     *
     * @param facts what was found
     * @param plan how the reaction goes on
     */
    default void planned(RecoveryFacts facts, RecoveryPlan plan) {}

    /**
     * The effect was built from a snapshot.
     *
     * @param cause why
     * @param took how long it took
     * @param rows how many rows the snapshot held
     */
    default void bootstrapped(Bootstrap.Cause cause, Duration took, long rows) {}

    /**
     * The outbox was read to its end.
     *
     * @param took how long it took, handlers included
     * @param emissions how many emissions were handled
     */
    default void replayed(Duration took, long emissions) {}

    /**
     * A hole in what was handed over was filled from the outbox.
     *
     * @param emissions how many emissions were read for it
     */
    default void gapHealed(long emissions) {}

    /** An emission came again and was left out. */
    default void duplicateSkipped() {}

    /**
     * An emission's effect is done.
     *
     * @param position where the query stood after it
     */
    default void handled(Position position) {}

    /**
     * An attempt failed.
     *
     * @param failure how
     */
    default void attemptFailed(Throwable failure) {}

    /**
     * An emission was given up and recorded.
     *
     * @param letter the record
     */
    default void deadLettered(DeadLetter letter) {}
}
