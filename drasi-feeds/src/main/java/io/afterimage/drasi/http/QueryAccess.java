package io.afterimage.drasi.http;

import org.eclipse.jetty.server.Request;

/**
 * Who may do what with which query. It is asked once a request has told its queries, which a batch does in its body.
 * Thread-safe.
 */
public interface QueryAccess {

    /** Everybody may do everything. */
    QueryAccess OPEN = new QueryAccess() {
        @Override
        public boolean mayFeed(Request request, String queryId) {
            return true;
        }

        @Override
        public boolean mayRead(Request request, String queryId) {
            return true;
        }
    };

    /**
     * Whether a request may feed a query. If it may not feed one of its queries, it is answered 403 as a whole, and nothing
     * of it is taken.
     *
     * @param request the request
     * @param queryId the query
     * @return true if it may
     */
    boolean mayFeed(Request request, String queryId);

    /**
     * Whether a request may read the rows of a query. If it may not, it is answered 403, whether the query is there or not.
     *
     * @param request the request
     * @param queryId the query
     * @return true if it may
     */
    boolean mayRead(Request request, String queryId);
}
