package io.afterimage.drasi.http;

import io.afterimage.drasi.Delivery;
import io.afterimage.drasi.DrasiFeed;
import io.afterimage.drasi.FeedAnswer;
import io.afterimage.drasi.FeedAnswer.Accepted;
import io.afterimage.drasi.FeedAnswer.NotReady;
import io.afterimage.drasi.FeedAnswer.Refused;
import io.afterimage.drasi.UnusableLineException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Reads a posted body, gives it to the feed, and answers. What may succeed later is never answered with a 4xx, because
 * Drasi takes most of them for a poisoned message, drops it, and moves its checkpoint on. Thread-safe.
 */
final class Inbound {

    private final Deliverer deliverer;
    private final HttpOptions options;
    private final BodyBudget budget;

    Inbound(DrasiFeed feed, HttpOptions options) {
        this.deliverer = new Deliverer(feed);
        this.options = options;
        this.budget = new BodyBudget(options.limits().maxBodiesBytes());
    }

    /** Understands a body. */
    interface Reader {

        /**
         * Reads it.
         *
         * @throws UnusableLineException if nothing in it can be used
         */
        InboundRequest read(byte[] body);
    }

    /** Handles a request to a path that takes posts only. */
    void handle(Exchange exchange, Reader reader) {
        if (!exchange.is("POST")) {
            exchange.notAllowed("POST");
        } else {
            receive(exchange, reader);
        }
    }

    /** Handles a post. */
    void receive(Exchange exchange, Reader reader) {
        String unknown = unknownContent(exchange);
        if (unknown != null) {
            exchange.problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, unknown);
            return;
        }
        new BodyReader(exchange, options.limits(), budget, options.clock(), body -> answer(exchange, reader, body))
                .run();
    }

    private static @Nullable String unknownContent(Exchange exchange) {
        String encoding = exchange.request().getHeaders().get(HttpHeader.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return "The body is encoded. Where: Content-Encoding. Expected: none. Found: " + encoding + ".";
        }
        String type = exchange.request().getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null && isJson(type)
                ? null
                : "The body is of another type. Where: Content-Type. Expected: application/json or"
                        + " application/cloudevents+json, in UTF-8. Found: " + (type == null ? "none" : type) + ".";
    }

    /** JSON in its one encoding, whoever it is for. */
    private static boolean isJson(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).replace("\"", "").split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        String type = parts[0].strip();
        return type.equals("application/json") || type.equals("application/cloudevents+json");
    }

    private void answer(Exchange exchange, Reader reader, byte[] body) {
        FeedAnswer answer;
        try {
            InboundRequest request = reader.read(body);
            if (!mayFeed(exchange, request)) {
                return;
            }
            answer = deliverer.deliver(request);
        } catch (UnusableLineException e) {
            answer = new Refused(String.valueOf(e.getMessage()), 0);
        }
        if (answer instanceof NotReady notReady) {
            exchange.later(notReady.reason(), notReady.retryAfter());
        } else if (answer instanceof Refused refused) {
            exchange.answer(HttpStatus.BAD_REQUEST_400, Map.of("error", refused.reason(), "index", refused.index()));
        } else if (answer instanceof Accepted accepted) {
            exchange.answer(HttpStatus.OK_200, document(accepted));
        }
    }

    /** Answers here if it may not. */
    private boolean mayFeed(Exchange exchange, InboundRequest request) {
        Optional<String> forbidden = request.deliveries().stream()
                .map(Delivery::queryId)
                .filter(queryId -> !options.access().mayFeed(exchange.request(), queryId))
                .findFirst();
        forbidden.ifPresent(queryId -> exchange.problem(
                HttpStatus.FORBIDDEN_403, "The token is not enough to feed the query. Query: " + queryId + "."));
        return forbidden.isEmpty();
    }

    /** The status is a word that Dapr knows; Drasi's HTTP reaction reads no body. */
    private static Map<String, Object> document(Accepted accepted) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", "SUCCESS");
        document.put("applied", accepted.applied());
        document.put("held", accepted.held());
        document.put("duplicates", accepted.duplicates());
        return document;
    }
}
