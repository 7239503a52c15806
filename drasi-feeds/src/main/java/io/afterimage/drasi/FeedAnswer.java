package io.afterimage.drasi;

import java.time.Duration;
import java.util.Objects;

/**
 * What a feed answers to a request. It is about the request as a whole, because a wire has one answer per request.
 * Immutable.
 */
public sealed interface FeedAnswer {

    /**
     * Everything in the request is durable: applied, held until the rest of its emission is there, or known already. The
     * sender may forget it.
     *
     * @param applied how many deliveries belong to an emission that was committed by this call
     * @param held how many deliveries wait for others
     * @param duplicates how many deliveries had been accepted before
     */
    record Accepted(int applied, int held, int duplicates) implements FeedAnswer {}

    /**
     * Not everything in the request could be taken now, and a repetition of the whole request may succeed: 503 with
     * {@code Retry-After}, or {@code success=false}. What could be taken may be durable already; repeating it does no harm.
     *
     * @param reason what is missing: a constant sentence, then where, expected, found, next step
     * @param retryAfter when to repeat the request (above 0)
     */
    record NotReady(String reason, Duration retryAfter) implements FeedAnswer {

        /** Checks that both are there. */
        public NotReady {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(retryAfter, "retryAfter");
        }
    }

    /**
     * A delivery can never succeed as it is, and no other one of the request is left to be repeated: 4xx, or
     * {@code success=false}. Everything else in the request is durable.
     *
     * @param reason what is wrong: a constant sentence, then where, expected, found, next step
     * @param index the place of the delivery in the request, from 0; the first one if there are several
     */
    record Refused(String reason, int index) implements FeedAnswer {

        /** Checks that the reason is there. */
        public Refused {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
