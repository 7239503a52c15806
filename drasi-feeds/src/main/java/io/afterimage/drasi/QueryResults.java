package io.afterimage.drasi;

import io.afterimage.drasi.ParsedLine.Emission;
import io.afterimage.drasi.ParsedLine.Nothing;
import io.afterimage.drasi.ParsedLine.Order;
import io.afterimage.drasi.RowChange.Hint;
import io.afterimage.drasi.RowChange.Put;
import io.afterimage.drasi.RowChange.Remove;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads Drasi's {@code QueryResult}: a list of diffs, applied in their order. */
final class QueryResults {

    private QueryResults() {}

    static ParsedLine read(String queryId, Fields result) {
        List<RowChange> changes = new ArrayList<>();
        for (RawJson diff : result.elements("results")) {
            RowChange change = change(Fields.of("results", diff));
            if (change != null) {
                changes.add(change);
            }
        }
        if (changes.isEmpty() && result.sequenceOrNone() == 0) {
            return Nothing.NOTHING; // it changes nothing and takes no number
        }
        return new Emission(queryId, result.sequence(), changes, Order.AS_LISTED);
    }

    /** One diff; null for one that changes nothing. */
    private static @Nullable RowChange change(Fields diff) {
        String type = diff.requireText("type");
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "add" -> new Put(null, diff.require("data"), hint(diff));
            case "delete" -> new Remove(diff.get("data"), hint(diff));
            case "update", "aggregation" -> new Put(diff.get("before"), after(diff), hint(diff));
            case "noop" -> null;
            default ->
                throw new UnusableLineException("The type of a diff is unknown. Where: results. Expected: ADD,"
                        + " DELETE, UPDATE, aggregation or noop. Found: " + type + ".");
        };
    }

    /** The new row, which an update also calls its data. */
    private static RawJson after(Fields diff) {
        RawJson data = diff.get("data");
        return data == null || diff.has("after") ? diff.require("after") : data;
    }

    private static Hint hint(Fields diff) {
        return new Hint(diff.rowSignature(), diff.groupingKeys());
    }
}
