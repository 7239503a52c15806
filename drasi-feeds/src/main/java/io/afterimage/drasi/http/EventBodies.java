package io.afterimage.drasi.http;

import io.afterimage.drasi.Delivery;
import io.afterimage.drasi.LineParser;
import java.util.List;

/**
 * The events of Drasi Platform, as Dapr brings them: a CloudEvent that holds the event (structured), the event as the body
 * of one whose attributes are headers (binary), or the event alone.
 */
final class EventBodies {

    private static final LineParser PARSER = new LineParser(null);

    private EventBodies() {}

    /** An event of the query that it names. */
    static InboundRequest event(byte[] body) {
        return PARSER.parseDelivery(body).map(InboundRequest::of).orElseGet(InboundRequest::nothing);
    }

    /** An event of the query that the path names. */
    static Inbound.Reader eventOf(String pathPart) {
        return body -> {
            InboundRequest request = event(body);
            List<Delivery> deliveries = request.deliveries();
            deliveries.forEach(delivery -> ReactionBodies.checkPath(pathPart, delivery.queryId()));
            return request;
        };
    }
}
