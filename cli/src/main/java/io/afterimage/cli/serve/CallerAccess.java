package io.afterimage.cli.serve;

import io.afterimage.cli.serve.config.Right;
import io.afterimage.drasi.http.QueryAccess;
import org.eclipse.jetty.server.Request;

/** What the caller of a request may do with a query. */
final class CallerAccess implements QueryAccess {

    @Override
    public boolean mayFeed(Request request, String queryId) {
        return AccessHandler.caller(request).may(Right.FEED, queryId);
    }

    @Override
    public boolean mayRead(Request request, String queryId) {
        return AccessHandler.caller(request).may(Right.READ, queryId);
    }
}
