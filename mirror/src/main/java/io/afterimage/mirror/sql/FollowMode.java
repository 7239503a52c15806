package io.afterimage.mirror.sql;

/** Who brings a {@link SqlFollower} up to its mirror. */
public enum FollowMode {
    /** Each query, first of all, in the caller's thread: an answer shows every batch that was applied before the call. */
    BEFORE_QUERIES,
    /**
     * A thread of the follower's own, as batches come: a query is answered at once, from what has been followed so far. Ask
     * for a position where that is not enough.
     */
    IN_BACKGROUND
}
