package io.afterimage.cli;

import io.afterimage.QuerySummary;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Which queries a command is about: those that are named, else all. */
final class QuerySelection {

    private QuerySelection() {}

    /** The ids in order, each once. */
    static Collection<String> of(List<String> named, Collection<QuerySummary> all) {
        TreeSet<String> ids = new TreeSet<>();
        if (named.isEmpty()) {
            all.forEach(query -> ids.add(query.queryId()));
        } else {
            named.forEach(id -> ids.add(QueryArgument.check(id)));
        }
        return ids;
    }
}
