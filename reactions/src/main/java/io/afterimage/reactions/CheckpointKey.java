package io.afterimage.reactions;

import io.afterimage.QueryId;

/**
 * Whose checkpoint it is. Immutable.
 *
 * @param reactionId the reaction, held to the rule of {@link QueryId}
 * @param queryId the query
 */
record CheckpointKey(String reactionId, String queryId) {

    CheckpointKey {
        QueryId.check(reactionId);
        QueryId.check(queryId);
    }
}
