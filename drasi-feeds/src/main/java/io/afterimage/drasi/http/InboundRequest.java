package io.afterimage.drasi.http;

import io.afterimage.drasi.Delivery;
import io.afterimage.drasi.FeedAnswer.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a body says, as far as it can be read. Immutable.
 *
 * @param deliveries the usable deliveries, in their order
 * @param places where each of them stands in the body
 * @param refused the first unusable one; null where there is none
 */
record InboundRequest(
        List<Delivery> deliveries,
        List<Integer> places,
        @Nullable Refused refused) {

    /** Copies the lists. */
    InboundRequest(List<Delivery> deliveries, List<Integer> places, @Nullable Refused refused) {
        this.deliveries = List.copyOf(deliveries);
        this.places = List.copyOf(places);
        this.refused = refused;
    }

    /** A body that is one delivery. */
    static InboundRequest of(Delivery delivery) {
        return new InboundRequest(List.of(delivery), List.of(0), null);
    }

    /** A body that says nothing. */
    static InboundRequest nothing() {
        return new InboundRequest(List.of(), List.of(), null);
    }
}
