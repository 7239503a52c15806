package io.afterimage.drasi;

import io.afterimage.drasi.Delivery.Part;
import io.afterimage.drasi.FeedAnswer.Refused;
import io.afterimage.drasi.RowChange.Hint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Drasi's HTTP reaction sends: a diff, or a batch of them. Its rows carry no signature. What the members mean is
 * pinned in {@code docs/formats/drasi-wires.md}.
 */
public final class HttpDiffs {

    /** How many diffs the whole emission has. */
    private static final String RESULT_COUNT = "result_count";

    private HttpDiffs() {}

    /**
     * A batch, read as far as it can be.
     *
     * @param parts the usable diffs, in their order
     * @param places where each of them stands in the batch
     * @param refused the first unusable diff; null where there is none
     */
    public record Batch(
            List<Part> parts,
            List<Integer> places,
            @Nullable Refused refused) {

        /** Copies the lists. */
        public Batch(List<Part> parts, List<Integer> places, @Nullable Refused refused) {
            this.parts = List.copyOf(parts);
            this.places = List.copyOf(places);
            this.refused = refused;
        }
    }

    /**
     * Reads a diff.
     *
     * @param body one JSON document in UTF-8; not changed afterwards
     * @return what it says
     * @throws UnusableLineException if it is no JSON, or breaks the wire's rules
     */
    public static Part readDiff(byte[] body) {
        return part(RawJson.parse(body));
    }

    /**
     * Reads a batch. A diff that breaks the wire's rules leaves the others readable.
     *
     * @param body one JSON document in UTF-8; not changed afterwards
     * @return what it says
     * @throws UnusableLineException if it is no JSON, or no batch
     */
    public static Batch readBatch(byte[] body) {
        Fields fields = Fields.of("batch", RawJson.parse(body));
        fields.require("batch");
        List<Part> parts = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        Refused refused = null;
        int place = 0;
        for (RawJson diff : fields.elements("batch")) {
            try {
                parts.add(part(diff));
                places.add(place);
            } catch (UnusableLineException e) {
                refused = refused == null ? new Refused(String.valueOf(e.getMessage()), place) : refused;
            }
            place++;
        }
        return new Batch(parts, places, refused);
    }

    private static Part part(RawJson diff) {
        Fields fields = Fields.of("diff", diff);
        RawJson metadata = fields.get("metadata");
        Map<String, RawJson> told = metadata == null ? Map.of() : object("metadata", metadata);
        return new Part(
                fields.queryId(null),
                sequence(fields),
                change(fields),
                resultCount(told.get(RESULT_COUNT)),
                Times.published(fields),
                texts(told));
    }

    private static long sequence(Fields fields) {
        fields.require("sequenceId");
        Long sequence = fields.integer("sequenceId");
        return sequence == null ? 0 : sequence;
    }

    private static RowChange change(Fields fields) {
        String operation = fields.requireText("operation");
        return switch (operation) {
            case "ADD" -> {
                forbid("before", fields, operation);
                yield new RowChange.Put(null, fields.require("after"), Hint.NONE);
            }
            case "UPDATE" -> new RowChange.Put(fields.get("before"), fields.require("after"), Hint.NONE);
            case "DELETE" -> {
                forbid("after", fields, operation);
                yield new RowChange.Remove(fields.require("before"), Hint.NONE);
            }
            default ->
                throw new UnusableLineException("The operation of a diff is unknown. Expected: ADD, UPDATE or DELETE."
                        + " Found: " + operation + ".");
        };
    }

    private static void forbid(String side, Fields fields, String operation) {
        if (fields.has(side)) {
            throw new UnusableLineException(
                    "A diff has a side too many. Where: " + operation + ". Expected: no " + side + ". Found: one.");
        }
    }

    private static Map<String, RawJson> object(String name, RawJson value) {
        if (!value.isObject()) {
            throw Fields.wrong(name, "an object", value);
        }
        return value.members();
    }

    /** The count where there is one; anything else under its name is not a count. */
    private static @Nullable Integer resultCount(@Nullable RawJson count) {
        try {
            int number = count != null && count.isNumber() ? Integer.parseInt(count.text()) : 0;
            return number >= 1 ? (Integer) number : null;
        } catch (NumberFormatException noCount) {
            return null;
        }
    }

    private static Map<String, String> texts(Map<String, RawJson> told) {
        Map<String, String> texts = new HashMap<>();
        told.forEach((name, value) -> {
            if (!name.equals(RESULT_COUNT)) {
                texts.put(name, value.text());
            }
        });
        return texts;
    }
}
