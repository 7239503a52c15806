package io.afterimage.reactions;

import java.util.Optional;

/**
 * Whoever has an effect for each emission of some live queries. Calls for one query come one at a time and in sequence
 * order; calls for different queries may come from different threads.
 *
 * <p>After a crash the emissions since the last checkpoint come again, so the effect must bear repetition, unless it is
 * committed together with the checkpoint ({@link MaterialisingReaction}).
 */
public interface Reaction {

    /**
     * The reaction's name, under which its checkpoints are kept.
     *
     * @return a legal query id ({@link io.afterimage.QueryId})
     */
    String reactionId();

    /**
     * Has the effect of one emission. The checkpoint is written after it returns.
     *
     * @param emission the emission
     * @throws Exception if the effect failed; it is retried with back-off, then the recovery policy decides
     */
    void handle(Emission emission) throws Exception;

    /**
     * Builds the effect anew from a snapshot: on a fresh start of a reaction that needs one, and on a reset.
     *
     * @param bootstrap the snapshot and why it is read
     * @throws Exception if it failed; it is retried with back-off, then the reaction stops
     */
    default void bootstrap(Bootstrap bootstrap) throws Exception {}

    /**
     * Where the reaction keeps its checkpoints itself: {@link #handle} and {@link #bootstrap} move them in the same write
     * as the effect, so nothing has to be repeated after a crash. The runtime then writes only positions that have no
     * effect (a skipped gap, a start at the head).
     *
     * @return the checkpoints, empty if the runtime keeps them
     */
    default Optional<CheckpointStore> ownCheckpoints() {
        return Optional.empty();
    }
}
