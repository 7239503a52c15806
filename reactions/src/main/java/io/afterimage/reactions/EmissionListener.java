package io.afterimage.reactions;

import io.afterimage.Position;

/**
 * Who is told of what happens to a live query. Called in the thread that publishes, one call at a time, in the order in
 * which the changes became durable. It must be quick: the publisher waits for it. It must neither throw nor write to the
 * query that calls it.
 */
@FunctionalInterface
public interface EmissionListener {

    /**
     * The query published an emission, which is durable.
     *
     * @param emission the emission
     */
    void emitted(Emission emission);

    /**
     * The query's rows changed otherwise than by an emission: a new life began, or all rows were replaced. What was seen
     * before does not lead to what comes now; plan again from the feed. Who does not override it, is unsubscribed.
     *
     * @param head where the query stands now
     */
    default void restarted(Position head) {
        throw new IllegalStateException(
                "The live query was restarted and the listener cannot follow. Position: " + head + ".");
    }
}
