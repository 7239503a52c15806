package io.afterimage.cli.serve;

import io.afterimage.cli.serve.config.Right;
import java.util.Set;

/**
 * Whoever sends a request. Immutable.
 *
 * @param name the name of its token, or {@value #NOBODY}
 * @param rights what it may do
 * @param queries the queries it may do it with, none for all
 */
record Caller(String name, Set<Right> rights, Set<String> queries) {

    static final String NOBODY = "anonymous";

    /** Whether it brought a token. */
    boolean known() {
        return !name.equals(NOBODY);
    }

    /** Whether it may do something, with some query at least. */
    boolean may(Right right) {
        return rights.contains(right) || rights.contains(Right.ADMIN);
    }

    /** Whether it may do something with a query. */
    boolean may(Right right, String queryId) {
        return may(right) && (queries.isEmpty() || queries.contains(queryId));
    }
}
