package io.afterimage.drasi.http;

import io.afterimage.drasi.Delivery;
import io.afterimage.drasi.LineParser;
import io.afterimage.drasi.ParsedLine;
import io.afterimage.drasi.ParsedLine.Control;
import io.afterimage.drasi.ParsedLine.Emission;
import java.util.List;
import java.util.Map;

/**
 * The events of Drasi Platform, as Dapr brings them: a CloudEvent that holds the event (structured), the event as the body
 * of one whose attributes are headers (binary), or the event alone.
 */
final class EventBodies {

    private static final LineParser PARSER = new LineParser(null);

    private EventBodies() {}

    /** An event of the query that it names. */
    static InboundRequest event(byte[] body) {
        ParsedLine event = PARSER.parse(body);
        if (event instanceof Emission emission) {
            return InboundRequest.of(new Delivery.Whole(emission, null, Map.of()));
        }
        return event instanceof Control control
                ? InboundRequest.of(new Delivery.Control(control))
                : InboundRequest.nothing();
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
