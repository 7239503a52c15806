package io.afterimage.drasi;

import io.afterimage.drasi.ParsedLine.Control;
import io.afterimage.drasi.ParsedLine.Emission;
import io.afterimage.drasi.ParsedLine.Order;
import io.afterimage.drasi.ParsedLine.Signal;
import io.afterimage.drasi.RowChange.Hint;
import io.afterimage.drasi.RowChange.Put;
import io.afterimage.drasi.RowChange.Remove;
import java.util.ArrayList;
import java.util.List;

/** Reads the change and control events of Drasi Platform. Their lists happened at once: deletes go first. */
final class PlatformEvents {

    private PlatformEvents() {}

    static ParsedLine read(String queryId, Fields event) {
        String kind = event.requireText("kind");
        return switch (kind) {
            case "change" -> new Emission(queryId, event.sequence(), changes(event), Order.DELETES_FIRST);
            case "control" -> new Control(queryId, event.sequence(), signal(event), event.integer("sourceTimeMs"));
            default ->
                throw new UnusableLineException(
                        "The kind of an event is unknown. Expected: change or control. Found: " + kind + ".");
        };
    }

    private static List<RowChange> changes(Fields event) {
        List<RowChange> changes = new ArrayList<>();
        for (RawJson row : event.elements("deletedResults")) {
            changes.add(new Remove(row, Hint.NONE));
        }
        for (RawJson update : event.elements("updatedResults")) {
            Fields fields = Fields.of("updatedResults", update);
            Hint hint = new Hint(null, fields.groupingKeys());
            changes.add(new Put(fields.get("before"), fields.require("after"), hint));
        }
        for (RawJson row : event.elements("addedResults")) {
            changes.add(new Put(null, row, Hint.NONE));
        }
        return changes;
    }

    private static Signal signal(Fields event) {
        String signal =
                Fields.of("controlSignal", event.require("controlSignal")).requireText("kind");
        return switch (signal) {
            case "bootstrapStarted" -> Signal.BOOTSTRAP_STARTED;
            case "deleted" -> Signal.DELETED;
            default -> Signal.OTHER;
        };
    }
}
