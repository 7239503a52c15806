package io.afterimage.reactions;

import io.afterimage.OutboxRead;
import io.afterimage.Position;
import io.afterimage.Snapshot;
import java.util.Optional;

/**
 * A live query as reactions see it: where it stands, what it published lately, all its rows at one moment, and what it
 * publishes from now on. Thread-safe.
 *
 * <p>An emission is handed to subscribers only after it is durable in the query's store, so whatever a subscriber has seen
 * can also be read from the outbox and the rows.
 */
public interface EmissionFeed {

    /**
     * The query.
     *
     * @return the query id
     */
    String queryId();

    /**
     * Whether the query's state survives a restart of its process. A durable reaction needs a durable feed.
     *
     * @return true if the state is stored
     */
    boolean durable();

    /**
     * Where the query stands.
     *
     * @return its position
     */
    Position head();

    /**
     * What the query published after a position; entries are decoded with {@link EmissionCodec}.
     *
     * @param position where the reader stands
     * @param maxEntries how many entries at most (1 or more)
     * @return the entries, or why there are none
     */
    OutboxRead outboxAfter(Position position, int maxEntries);

    /**
     * All rows at one moment.
     *
     * @return a snapshot, to be closed by the caller
     */
    Snapshot readSnapshot();

    /**
     * Hands everything that follows to a listener, in order, one at a time. No emission falls between: what became
     * durable before this call returns and is not handed to the listener can be read from the outbox.
     *
     * @param listener what to call, from the thread that publishes; one that throws is unsubscribed and its error kept in
     *     {@link Subscription#failure}
     * @return the subscription, to be closed by the caller
     */
    Subscription subscribe(EmissionListener listener);

    /** A listener's place in a feed. Thread-safe. */
    interface Subscription extends AutoCloseable {

        /**
         * Why the listener is no longer called.
         *
         * @return what it threw, empty while all is well
         */
        Optional<Throwable> failure();

        /**
         * Ends the subscription. Idempotent, and never waits: no call of the listener begins after it returns, one that
         * has begun may still end.
         */
        @Override
        void close();
    }
}
