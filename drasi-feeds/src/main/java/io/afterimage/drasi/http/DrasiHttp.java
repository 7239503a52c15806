package io.afterimage.drasi.http;

import io.afterimage.LiveResultsStore;
import io.afterimage.drasi.DrasiFeed;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The paths that a real Drasi calls: its HTTP reaction, Drasi Platform's events through Dapr, and the view of a query. What
 * they understand and answer is pinned in {@code docs/formats/drasi-wires.md} and {@code docs/formats/view.md}.
 *
 * <p>Who may call them is not decided here: put {@link #handlers} behind what checks that. Thread-safe.
 */
public final class DrasiHttp {

    private static final String CHANGES = "/changes/";
    private static final String EVENT = "/event";
    private static final String SUBSCRIBE = "/dapr/subscribe";

    private final HttpOptions options;
    private final Inbound inbound;
    private final Views views;
    private final Subscriptions subscriptions;

    private DrasiHttp(DrasiFeed feed, LiveResultsStore store, HttpOptions options) {
        this.options = options;
        this.inbound = new Inbound(feed, options);
        this.views = new Views(store, options);
        this.subscriptions = new Subscriptions(options.pubsubName(), options.subscriptions(), EVENT);
    }

    /**
     * Everything that Drasi calls, as one handler. It leaves alone what it does not know, but for paths of one segment,
     * which name queries: put other handlers before it. Connectors need {@link #takeQueryIds}.
     *
     * @param feed where the emissions go; stays the caller's
     * @param store where the views come from; stays the caller's
     * @param options how it is set up
     * @return a handler
     */
    public static Handler handlers(DrasiFeed feed, LiveResultsStore store, HttpOptions options) {
        DrasiHttp http = new DrasiHttp(feed, store, options);
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                return http.handle(new Exchange(request, response, callback));
            }
        };
    }

    /**
     * Lets every query id through to the handlers, which read paths as they came: also one with {@code %2F}, {@code ;},
     * {@code //} or {@code %}. A handler that maps paths to files must not stand behind the same connector.
     *
     * @param configuration the configuration of a connector; changed
     */
    public static void takeQueryIds(HttpConfiguration configuration) {
        Set<Violation> allowed = EnumSet.allOf(Violation.class);
        allowed.removeAll(EnumSet.of(Violation.USER_INFO, Violation.FRAGMENT, Violation.UTF16_ENCODINGS));
        configuration.setUriCompliance(UriCompliance.from(allowed));
    }

    private boolean handle(Exchange exchange) {
        RequestPath path = exchange.path();
        Optional<String> changed = path.after(CHANGES);
        Optional<String> queryId = path.onlySegment();
        if (path.raw().equals(options.batchPath())) {
            inbound.handle(exchange, ReactionBodies::batch);
        } else if (path.raw().equals(EVENT)) {
            inbound.handle(exchange, EventBodies::event);
        } else if (path.raw().equals(SUBSCRIBE)) {
            subscriptions.handle(exchange);
        } else if (changed.isPresent()) {
            inbound.handle(exchange, ReactionBodies.diffOf(changed.get()));
        } else if (queryId.isPresent()) {
            query(exchange, queryId.get());
        } else {
            return false;
        }
        return true;
    }

    private void query(Exchange exchange, String segment) {
        switch (exchange.request().getMethod()) {
            case "GET" -> views.handle(exchange, segment);
            case "POST" -> inbound.receive(exchange, EventBodies.eventOf(segment));
            default -> exchange.notAllowed("GET, POST");
        }
    }
}
