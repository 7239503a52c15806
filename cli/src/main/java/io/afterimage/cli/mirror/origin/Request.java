package io.afterimage.cli.mirror.origin;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a request matters to the API. Immutable.
 *
 * @param path the path
 * @param parameters the query's parameters
 * @param knownTag the entity tag that the caller has, if it sent one
 */
record Request(String path, Map<String, String> parameters, Optional<String> knownTag) {

    static Request of(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        return new Request(
                uri.getPath(),
                parameters(uri.getQuery()),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-None-Match")));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        return Stream.of(query == null ? new String[0] : query.split("&"))
                .map(parameter -> parameter.split("=", 2))
                .filter(parameter -> parameter.length == 2)
                .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1], (a, b) -> b));
    }

    /** A parameter that is a whole number from 0 on. */
    int number(String parameter, int fallback) {
        String text = parameters.get(parameter);
        return text != null && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : fallback;
    }
}
