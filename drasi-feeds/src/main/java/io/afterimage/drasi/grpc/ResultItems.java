package io.afterimage.drasi.grpc;

import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import io.afterimage.drasi.Delivery.Part;
import io.afterimage.drasi.RawJson;
import io.afterimage.drasi.RowChange;
import io.afterimage.drasi.RowChange.Hint;
import io.afterimage.drasi.UnusableLineException;
import io.afterimage.drasi.grpc.proto.QueryResultItem;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the items of a request. What they mean is pinned in {@code docs/formats/drasi-wires.md}. */
final class ResultItems {

    /** How many diffs the whole emission has. */
    private static final String RESULT_COUNT = "result_count";

    private ResultItems() {}

    /**
     * Reads an item.
     *
     * @throws UnusableLineException if it breaks the wire's rules
     */
    static Part read(String queryId, QueryResultItem item) {
        Struct metadata = item.getMetadata();
        return new Part(
                queryId,
                sequence(item.getSequence()),
                change(item),
                resultCount(metadata),
                item.hasTimestamp() ? instant(item.getTimestamp()) : null,
                texts(metadata));
    }

    private static long sequence(long sequence) {
        if (sequence <= 0) {
            throw new UnusableLineException(
                    "An item carries no usable number. Where: sequence. Expected: 1 to 9223372036854775807. Found: "
                            + Long.toUnsignedString(sequence) + ".");
        }
        return sequence;
    }

    private static RowChange change(QueryResultItem item) {
        return switch (item.getItemType()) {
            case QUERY_RESULT_ITEM_TYPE_ADD -> {
                forbid("before", item.hasBefore(), "an ADD");
                yield new RowChange.Put(null, after(item, "an ADD"), hint(item));
            }
            case QUERY_RESULT_ITEM_TYPE_UPDATE ->
                new RowChange.Put(item.hasBefore() ? before(item) : null, after(item, "an UPDATE"), hint(item));
            case QUERY_RESULT_ITEM_TYPE_DELETE -> {
                forbid("after", item.hasAfter(), "a DELETE");
                require("before", item.hasBefore(), "a DELETE");
                yield new RowChange.Remove(before(item), hint(item));
            }
            case QUERY_RESULT_ITEM_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new UnusableLineException(
                        "The type of an item is unknown. Expected: ADD, UPDATE or DELETE. Found: number "
                                + item.getItemTypeValue() + ".");
        };
    }

    private static RawJson before(QueryResultItem item) {
        return RawJson.parse(StructJson.write("before", item.getBefore()));
    }

    private static RawJson after(QueryResultItem item, String type) {
        require("after", item.hasAfter(), type);
        return RawJson.parse(StructJson.write("after", item.getAfter()));
    }

    private static void require(String side, boolean there, String type) {
        if (!there) {
            throw new UnusableLineException(
                    "An item lacks a side. Where: " + type + ". Expected: " + side + ". Found: none.");
        }
    }

    private static void forbid(String side, boolean there, String type) {
        if (there) {
            throw new UnusableLineException(
                    "An item has a side too many. Where: " + type + ". Expected: no " + side + ". Found: one.");
        }
    }

    /** All 2^64 signatures but 0, which stands for none. Grouping keys are not on this wire. */
    private static Hint hint(QueryResultItem item) {
        long signature = item.getRowSignature();
        return signature == 0 ? Hint.NONE : new Hint(signature, null);
    }

    /** The count where there is one; anything else under its name is not a count. */
    private static @Nullable Integer resultCount(Struct metadata) {
        Value count = metadata.getFieldsOrDefault(RESULT_COUNT, Value.getDefaultInstance());
        double number = count.getNumberValue();
        return number >= 1 && number == (int) number ? (Integer) (int) number : null;
    }

    /** When the query published the emission; a time that no clock shows is not told. */
    private static @Nullable Instant instant(Timestamp timestamp) {
        try {
            return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
        } catch (DateTimeException | ArithmeticException outOfRange) {
            return null;
        }
    }

    /** What the query tells of the emission, but for the count: texts as they are, other values as JSON. */
    private static Map<String, String> texts(Struct metadata) {
        Map<String, String> texts = new HashMap<>();
        metadata.getFieldsMap().forEach((name, value) -> {
            if (!name.equals(RESULT_COUNT)) {
                texts.put(name, value.hasStringValue() ? value.getStringValue() : json(value));
            }
        });
        return texts;
    }

    private static String json(Value value) {
        return new String(StructJson.write("metadata", value), StandardCharsets.UTF_8);
    }
}
