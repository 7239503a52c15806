package io.afterimage.cli.serve;

import io.afterimage.cli.serve.config.AccessSettings;
import io.afterimage.cli.serve.config.OpenPage;
import io.afterimage.cli.serve.config.Right;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** What a request is about, by its method and path: which right it needs, and under which name it is counted. */
enum Route {
    /** {@code GET /}: the queries and where they stand. */
    QUERIES(Right.READ),
    /** {@code GET /health}: every check. */
    HEALTH(Right.READ),
    /** {@code GET /health/live}, for everybody. */
    LIVE(null),
    /** {@code GET /health/ready}, for everybody. */
    READY(null),
    /** {@code GET /metrics}. */
    METRICS(Right.READ),
    /** {@code POST /mirror/METHOD}. */
    MIRROR(Right.READ),
    /** {@code GET /QUERY}: the rows of a query. */
    VIEW(Right.READ),
    /** {@code POST} of emissions, and what Dapr asks before. */
    FEED(Right.FEED),
    /** Anything else. */
    OTHER(Right.READ);

    private final Optional<Right> right;

    Route(@Nullable Right right) {
        this.right = Optional.ofNullable(right);
    }

    /** The route of a request, by its path as it came: {@code /%68ealth} is the query "health". */
    static Route of(Request request) {
        String path = String.valueOf(request.getHttpURI().getPath());
        String method = request.getMethod();
        if (method.equals("GET") || method.equals("HEAD")) {
            return switch (path) {
                case "/" -> QUERIES;
                case "/health" -> HEALTH;
                case "/health/live" -> LIVE;
                case "/health/ready" -> READY;
                case "/metrics" -> METRICS;
                case "/dapr/subscribe" -> FEED;
                default -> VIEW;
            };
        }
        if (method.equals("POST")) {
            return path.startsWith("/mirror/") ? MIRROR : FEED;
        }
        return OTHER;
    }

    /** The right that it needs; nothing if it is open to everybody. */
    Optional<Right> right(AccessSettings access) {
        boolean opened = (this == HEALTH && access.open().contains(OpenPage.HEALTH))
                || (this == METRICS && access.open().contains(OpenPage.METRICS));
        return opened ? Optional.empty() : right;
    }

    /** Its name among the meters. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
