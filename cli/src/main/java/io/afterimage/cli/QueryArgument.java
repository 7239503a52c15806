package io.afterimage.cli;

import io.afterimage.LiveResultsStore;
import io.afterimage.Position;
import io.afterimage.QueryId;
import io.afterimage.RefusedException;

/** The rules for query ids that come from the command line. */
final class QueryArgument {

    private QueryArgument() {}

    /** Returns the id if it is legal. */
    static String check(String queryId) {
        try {
            return QueryId.check(queryId);
        } catch (RefusedException e) {
            throw new CommandFailure(ExitCode.USAGE, e.getMessage(), e);
        }
    }

    /** Tells the person when the store does not know the query; its result is then that of an empty one. */
    static void noteIfUnknown(Console console, LiveResultsStore store, StoreUrl url, String queryId) {
        if (store.position(queryId).equals(Position.NONE)) {
            console.note("The store does not know the query. Store: " + url + ". Query: " + TextTable.printable(queryId)
                    + ". Next: ls names the queries it knows.");
        }
    }
}
