package io.afterimage.drasi.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpStatus;

/** Tells Dapr which topics to bring, and where to. Immutable. */
final class Subscriptions {

    private final List<Map<String, String>> document;

    Subscriptions(String pubsubName, List<String> queryIds, String route) {
        document = queryIds.stream()
                .map(queryId -> subscription(pubsubName, queryId + "-results", route))
                .toList();
    }

    private static Map<String, String> subscription(String pubsubName, String topic, String route) {
        return new TreeMap<>(Map.of("pubsubname", pubsubName, "topic", topic, "route", route));
    }

    void handle(Exchange exchange) {
        if (exchange.is("GET")) {
            exchange.answer(HttpStatus.OK_200, document);
        } else {
            exchange.notAllowed("GET");
        }
    }
}
