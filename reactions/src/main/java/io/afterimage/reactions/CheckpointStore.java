package io.afterimage.reactions;

import io.afterimage.Position;
import java.util.Optional;

/**
 * Where reactions keep up to which position their effect is done. Thread-safe. Its errors are leaves of
 * {@link io.afterimage.AfterimageException}.
 */
public interface CheckpointStore {

    /**
     * Whether a written checkpoint survives the process. A durable reaction needs a durable one.
     *
     * @return true if it does
     */
    boolean durable();

    /**
     * Reads a checkpoint.
     *
     * @param reactionId the reaction
     * @param queryId the query
     * @return the position up to which the effect is done, empty if there is none
     */
    Optional<Position> read(String reactionId, String queryId);

    /**
     * Writes a checkpoint, as durable as the store promises when the call returns.
     *
     * @param reactionId the reaction
     * @param queryId the query
     * @param position the position up to which the effect is done
     */
    void write(String reactionId, String queryId, Position position);

    /**
     * Forgets a checkpoint.
     *
     * @param reactionId the reaction
     * @param queryId the query
     */
    void remove(String reactionId, String queryId);
}
