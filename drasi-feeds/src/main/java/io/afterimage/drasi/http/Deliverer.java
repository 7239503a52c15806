package io.afterimage.drasi.http;

import io.afterimage.drasi.Delivery;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.FeedAnswer;
import io.afterimage.drasi.FeedAnswer.Accepted;
import io.afterimage.drasi.FeedAnswer.NotReady;
import io.afterimage.drasi.FeedAnswer.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives what is usable of a request to the feed, and makes one answer of all. As long as a part of the request may succeed
 * later, the answer is "not ready": a refusal would make Drasi drop that part too. Thread-safe.
 */
final class Deliverer {

    /** A query that is not configured may be so in a moment. */
    private static final Duration WHEN_CONFIGURED = Duration.ofSeconds(30);

    private final DrasiFeed feed;

    Deliverer(DrasiFeed feed) {
        this.feed = feed;
    }

    FeedAnswer deliver(InboundRequest request) {
        List<Delivery> known = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        String unknown = null;
        for (int i = 0; i < request.deliveries().size(); i++) {
            Delivery delivery = request.deliveries().get(i);
            if (feed.knows(delivery.queryId())) {
                known.add(delivery);
                places.add(request.places().get(i));
            } else {
                unknown = delivery.queryId();
            }
        }
        FeedAnswer answer = known.isEmpty() ? new Accepted(0, 0, 0) : feed.receive(known);
        if (answer instanceof NotReady) {
            return answer;
        }
        return unknown == null ? withRefusals(answer, places, request.refused()) : notConfigured(unknown);
    }

    private static FeedAnswer notConfigured(String queryId) {
        return new NotReady(
                "The query is not configured. Query: " + queryId
                        + ". Next: add it to the configuration, or allow unknown queries.",
                WHEN_CONFIGURED);
    }

    /** The first refusal of the two, if there is one. */
    private static FeedAnswer withRefusals(FeedAnswer answer, List<Integer> places, @Nullable Refused unreadable) {
        if (answer instanceof Refused refused) {
            int place = places.get(refused.index());
            return unreadable != null && unreadable.index() < place ? unreadable : new Refused(refused.reason(), place);
        }
        return unreadable == null ? answer : unreadable;
    }
}
