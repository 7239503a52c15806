package io.afterimage.drasi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a feed is at one moment. Immutable.
 *
 * @param condition whether it takes requests
 * @param failure why it does not, or what the store answered last where it failed; empty while all is well
 * @param heldParts how many deliveries wait for others, in all queries
 * @param heldBytes how many bytes they take
 * @param queries every query that is configured or fed, in the order of their ids
 */
public record FeedStatus(
        Condition condition, Optional<String> failure, long heldParts, long heldBytes, List<FedQueryStatus> queries) {

    /** Whether a feed takes requests. */
    public enum Condition {
        /** It does. */
        OPEN,
        /** The outcome of a write is unknown: close the feed and the store, open both again. */
        REOPEN,
        /** It was closed. */
        CLOSED
    }

    /** Copies the list. */
    public FeedStatus {
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(failure, "failure");
        queries = List.copyOf(queries);
    }
}
